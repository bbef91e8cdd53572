/** Upload requests, what was handed in, and visitors' inquiries. */
import type { z } from 'zod';
import type {
  createRequestInput,
  Inquiry,
  InquiryDetail,
  inquiryAnswerInput,
  inviteInput,
  Page,
  reviewInput,
  SubmittedFile,
  UploadRequest,
  uploadRequestPatch,
} from '../../shared/contract/index.ts';
import { PAGE_SIZE_MAX } from '../../shared/contract/index.ts';
import { abortable, api, read, toQuery } from '../api.ts';

export type { Inquiry };

export const listRequests = (cursor?: string, signal?: AbortSignal): Promise<Page<UploadRequest>> =>
  read(api.requests.$get({ query: toQuery({ limit: PAGE_SIZE_MAX, cursor }) }, abortable(signal)));

export const createRequest = (json: z.input<typeof createRequestInput>): Promise<UploadRequest> =>
  read(api.requests.$post({ json }));

export const updateRequest = (id: string, json: z.input<typeof uploadRequestPatch>): Promise<UploadRequest> =>
  read(api.requests[':id'].$patch({ param: { id }, json }));

/** Closes many, or opens them again. */
export const closeRequests = (requestIds: string[], closed: boolean): Promise<{ changed: string[] }> =>
  read(api.requests.closing.$post({ json: { requestIds, closed } }));
export const closeRequest = (id: string, closed: boolean): Promise<UploadRequest> =>
  read(api.requests[':id'].state.$post({ param: { id }, json: { closed } }));

export const inviteToRequest = (
  id: string,
  people: z.input<typeof inviteInput>['people'],
): Promise<UploadRequest> => read(api.requests[':id'].invitees.$post({ param: { id }, json: { people } }));

export const changeInvitee = (
  id: string,
  inviteeId: string,
  action: 'resend' | 'revoke' | 'restore',
): Promise<UploadRequest> =>
  read(api.requests[':id'].invitees[':inviteeId'][':action'].$post({ param: { id, inviteeId, action } }));

export const listSubmissions = (
  query: { requestId?: string; state?: SubmittedFile['state']; cursor?: string },
  signal?: AbortSignal,
): Promise<Page<SubmittedFile>> =>
  read(
    api.requests.submissions.$get({ query: toQuery({ limit: PAGE_SIZE_MAX, ...query }) }, abortable(signal)),
  );

export const reviewSubmissions = (json: z.input<typeof reviewInput>): Promise<SubmittedFile[]> =>
  read(api.requests.submissions.review.$post({ json }));

export const listInquiries = (
  query: { state?: Inquiry['state']; cursor?: string },
  signal?: AbortSignal,
): Promise<Page<Inquiry>> => read(api.requests.inquiries.$get({ query: toQuery(query) }, abortable(signal)));

export const readInquiry = (id: string, signal?: AbortSignal): Promise<InquiryDetail> =>
  read(api.requests.inquiries[':id'].$get({ param: { id } }, abortable(signal)));

export const answerInquiry = (id: string, json: z.input<typeof inquiryAnswerInput>): Promise<Inquiry> =>
  read(api.requests.inquiries[':id'].answer.$post({ param: { id }, json }));
