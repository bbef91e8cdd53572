import type { z } from 'zod';
import type { Page } from '../../../shared/contract/page.ts';
import type { UploadStatus, uploadListQuery } from '../../../shared/contract/uploads.ts';
import type { Caller } from '../../http/app-env.ts';

export interface IngestService {
  listUploads(caller: Caller, query: z.infer<typeof uploadListQuery>): Promise<Page<UploadStatus>>;
}
