/** What visitors of share links and people asked for files ask the owners, and the answers. */
import { z } from 'zod';
import type { CHANNELS } from '../rights/types.ts';
import { pageQuery } from './page.ts';
import { REQUEST_FILES_MAX, type UploadRequest } from './requests.ts';
import type { ShareState } from './share-states.ts';
import { lineOf } from './text.ts';

export const INQUIRY_STATES = ['open', 'answered', 'declined'] as const;
export type InquiryState = (typeof INQUIRY_STATES)[number];

export const inquiryListQuery = pageQuery.extend({ state: z.enum(INQUIRY_STATES).optional() });

/** Asked under an upload request: for more time, or about one that takes nothing. */
export const requestAskInput = z.object({
  kind: z.enum(['extension', 'question']),
  name: lineOf(200).default(''),
  email: z.email().max(200),
  reason: z.string().trim().min(1).max(4000),
  /** The day until which time is wished for. */
  until: z.iso.date().nullable().default(null),
});
export type RequestAskInput = z.infer<typeof requestAskInput>;

/** Most downloads that one answer grants. */
export const ANSWER_DOWNLOADS_MAX = 10_000;

export const inquiryAnswerInput = z.object({
  decision: z.enum(['answered', 'declined']),
  message: z.string().trim().min(1).max(4000),
  /** New end of the link, or deadline of the request, where more time is granted. */
  extendTo: z.number().int().nullable().default(null),
  /** How many more downloads are granted. */
  moreDownloads: z.number().int().min(1).max(ANSWER_DOWNLOADS_MAX).nullable().default(null),
  /** How many more files the request takes. */
  moreFiles: z.number().int().min(1).max(REQUEST_FILES_MAX).nullable().default(null),
  /** Opens a closed request, or a link that is switched off, again. */
  reopen: z.boolean().default(false),
  /** Hands out the file that was asked for: refused where its rights do not allow it. */
  giveItem: z.boolean().default(false),
});
export type InquiryAnswerInput = z.infer<typeof inquiryAnswerInput>;

export interface Inquiry {
  id: string;
  kind: 'extension' | 'excluded_item' | 'question';
  /** What it is about: the link's name, or the request's title. */
  about: string;
  shareLinkId: string | null;
  uploadRequestId: string | null;
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
  /** Whose own address of the link or the request it was asked from. */
  person: { name: string; email: string; state: 'active' | 'revoked' } | null;
  link: { state: ShareState; endsAt: number; timeZone: string; remainingDownloads: number | null } | null;
  request: { state: UploadRequest['state']; endsAt: number; timeZone: string } | null;
  /** Where the end would go if the asked date is granted; null where that changes nothing. */
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
  /** In the link and shown; its level hands out no form of it, so that only another level gives it. */
  | { state: 'look_only' }
  /** Its rights allow it and it is not in the link; `canAdd`: the link has a set of its own, or left it out of the collection it follows. */
  | { state: 'absent'; canAdd: boolean }
  | { state: 'denied'; explanation: string };
export interface InquiryDetail extends Inquiry {
  item: (ItemAccess & { title: string }) | null;
  /** What the request still takes. */
  room: { files: number; bytes: number } | null;
}
