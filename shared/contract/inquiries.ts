/** What visitors of share links ask their owners, and the answers. */
import { z } from 'zod';
import type { CHANNELS } from '../rights/types.ts';
import { pageQuery } from './page.ts';
import type { ShareState } from './shares.ts';

export const INQUIRY_STATES = ['open', 'answered', 'declined'] as const;
export type InquiryState = (typeof INQUIRY_STATES)[number];

export const inquiryListQuery = pageQuery.extend({ state: z.enum(INQUIRY_STATES).optional() });

export const inquiryAnswerInput = z.object({
  decision: z.enum(['answered', 'declined']),
  message: z.string().trim().min(1).max(4000),
  /** New end of the link, where more time is granted. */
  extendTo: z.number().int().nullable().default(null),
  /** How many more downloads are granted. */
  moreDownloads: z.number().int().min(1).max(10_000).nullable().default(null),
  /** Hands out the file that was asked for: refused where its rights do not allow it. */
  giveItem: z.boolean().default(false),
});
export type InquiryAnswerInput = z.infer<typeof inquiryAnswerInput>;

export interface Inquiry {
  id: string;
  kind: 'extension' | 'excluded_item' | 'question';
  /** What it is about: the link's name. */
  about: string;
  shareLinkId: string | null;
  name: string;
  email: string;
  message: string;
  /** What for: medium, first and last day (`YYYY-MM-DD`), places in the asker's words. */
  channel: (typeof CHANNELS)[number] | null;
  from: string | null;
  until: string | null;
  territory: string | null;
  /** Title of the file that was asked for, as the asker read it. */
  itemTitle: string | null;
  assetId: string | null;
  /** Language of the answer. */
  locale: string;
  link: { state: ShareState; endsAt: number; timeZone: string; remainingDownloads: number | null } | null;
  /** Where the end of the link would go if the asked date is granted; null where that changes nothing. */
  extendTo: number | null;
  /** Whether the administrator's maximum keeps it from the asked date. */
  isExtensionCut: boolean;
  state: InquiryState;
  answer: string | null;
  createdAt: number;
}

/** Whether the link hands out the file that was asked for. */
export type ItemAccess =
  | { state: 'given' }
  /** Its rights allow it and it is not in the link; `canAdd`: not part of a collection that the link follows. */
  | { state: 'absent'; canAdd: boolean }
  | { state: 'denied'; explanation: string };
export interface InquiryDetail extends Inquiry {
  item: (ItemAccess & { title: string }) | null;
}
