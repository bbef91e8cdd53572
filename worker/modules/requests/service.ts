import type { z } from 'zod';
import type { Page, PageQuery } from '../../../shared/contract/page.ts';
import type {
  reviewInput,
  SubmittedFile,
  UploadRequest,
  UploadRequestInput,
  UploadRequestPage,
} from '../../../shared/contract/uploads.ts';
import type { Caller } from '../../http/app-env.ts';

export interface Inquiry {
  id: string;
  kind: 'extension' | 'excluded_item' | 'question';
  about: string;
  shareLinkId: string | null;
  name: string;
  email: string;
  message: string;
  state: 'open' | 'answered' | 'declined';
  answer: string | null;
  createdAt: number;
}

export interface RequestService {
  list(caller: Caller, query: PageQuery): Promise<Page<UploadRequest>>;
  create(caller: Caller, input: UploadRequestInput): Promise<UploadRequest>;
  update(
    caller: Caller,
    id: string,
    input: { [K in keyof UploadRequestInput]?: UploadRequestInput[K] | undefined },
  ): Promise<UploadRequest>;
  setClosed(caller: Caller, id: string, closed: boolean): Promise<UploadRequest>;
  listSubmissions(
    caller: Caller,
    query: PageQuery & { requestId?: string | undefined; state?: SubmittedFile['state'] | undefined },
  ): Promise<Page<SubmittedFile>>;
  review(caller: Caller, input: z.infer<typeof reviewInput>): Promise<SubmittedFile[]>;
  listInquiries(
    caller: Caller,
    query: PageQuery & { state?: Inquiry['state'] | undefined },
  ): Promise<Page<Inquiry>>;
  answerInquiry(
    caller: Caller,
    id: string,
    answer: { decision: 'answered' | 'declined'; message: string; extendTo: number | null },
  ): Promise<Inquiry>;
  page(caller: Caller, token: string, cookies: string): Promise<UploadRequestPage>;
}
