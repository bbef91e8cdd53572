import type { KeptMail, Settings } from '../../../shared/contract/audit.ts';
import type { Page, PageQuery } from '../../../shared/contract/page.ts';
import type { Caller } from '../../http/app-env.ts';

export interface SettingsService {
  get(): Promise<Settings>;
  update(caller: Caller, change: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>;
  listMails(query: PageQuery): Promise<Page<KeptMail>>;
}
