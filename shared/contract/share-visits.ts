/** What the holder of a share link is shown and may send. */
import { z } from 'zod';
import { CHANNELS } from '../rights/types.ts';
import { ASSET_KINDS } from './assets.ts';
import { idOf } from './identifiers.ts';
import type { DownloadOption, PageLogo, PortalContact, PublicAssetCard, Theme } from './portals.ts';
import { WINDOW_ORDER_MESSAGE } from './rights.ts';
import type { PermissionLevel, Preflight } from './shares.ts';
import { lineOf } from './text.ts';

export type ShareGate = 'password' | 'email_code' | 'terms';

/** What a visitor does at a gate. A code is asked for with `code: null`; an empty address stands for the one before. */
export const shareGateInput = z.discriminatedUnion('gate', [
  z.object({ gate: z.literal('password'), password: z.string().max(200) }),
  z.object({
    gate: z.literal('email_code'),
    email: z.string().max(200).default(''),
    code: z.string().max(20).nullable().default(null),
  }),
  z.object({ gate: z.literal('terms'), accept: z.boolean() }),
]);

/** A visitor's request to the owner: more time, a file that was left out, anything else. */
export const shareAskInput = z
  .object({
    kind: z.enum(['extension', 'item', 'question']),
    name: lineOf(200).default(''),
    email: z.email().max(200),
    reason: z.string().trim().min(1).max(4000),
    /** Title of the file that is asked for, and its id where the page had it. */
    item: lineOf(300).nullable().default(null),
    assetId: idOf('asset').nullable().default(null),
    /** What for: the medium, the first and the last day, the places in the asker's words. */
    channel: z.enum(CHANNELS).nullable().default(null),
    from: z.iso.date().nullable().default(null),
    until: z.iso.date().nullable().default(null),
    territory: z.string().trim().max(300).nullable().default(null),
  })
  .refine(({ from, until }) => from === null || until === null || from <= until, {
    path: ['until'],
    message: WINDOW_ORDER_MESSAGE,
  });
export type ShareAskInput = z.infer<typeof shareAskInput>;

/** Which of a link's files a page shows. */
export const sharePageQuery = z.object({
  q: z.string().trim().max(200).catch('').default(''),
  kind: z.enum(ASSET_KINDS).nullable().catch(null).default(null),
  after: idOf('asset').nullable().catch(null).default(null),
});
export type SharePageQuery = z.infer<typeof sharePageQuery>;

export interface ShareItem extends PublicAssetCard {
  mediaType: string;
  sizeBytes: number;
  caption: string | null;
  until: number | null;
  downloads: DownloadOption[];
  /** Where a film or a recording plays; null for everything else, and where `still` says why it does not play. */
  mediaHref: string | null;
  still: ShareStill | null;
  /** Why it cannot be downloaded from a link that hands out others; null where it can, and where the link only shows. */
  withheld: ShareWithheld | null;
}
/**
 * Why a film or a recording is not played on the page: the link hands out no originals, or it counts every one of them.
 */
export type ShareStill = 'level' | 'counted';
/**
 * Why a file is shown and not handed out: there are no sizes of it and the link gives no originals (`level`), the link gives
 * nothing of its kind (`kind`), or its rights hold it back (`rights`).
 */
export type ShareWithheld = 'level' | 'kind' | 'rights';
/** Left out, and why, in the reader's language. */
export interface ShareExclusion {
  /** Null where the asset may not be told at all. */
  id: string | null;
  /** Null where even the title is not public. */
  title: string | null;
  reason: string;
  startsAt: number | null;
}

export interface SharePage {
  /** Prefix of everything below the link, as the visitor reached it: `/s/abc…`. */
  base: string;
  name: string;
  from: string;
  message: string | null;
  /** One line: what is allowed and until when, with the zone. */
  summary: string;
  endsAt: number;
  timeZone: string;
  permission: PermissionLevel;
  /** The level as far as one of the files lives up to it: `view` where nothing can be downloaded. */
  offers: PermissionLevel;
  pinned: boolean;
  remainingDownloads: number | null;
  theme: Theme;
  organisation: string;
  logo: PageLogo | null;
  contact: PortalContact | null;
  /** One page of the files that are shown, in the link's order. */
  items: ShareItem[];
  /** Files that may be looked at, whatever is filtered; and those that match the filter. */
  total: number;
  matching: number;
  /** Files that may be downloaded, whatever is filtered; never more than `total`. */
  downloadable: number;
  filter: { q: string; kind: ShareItem['kind'] | null };
  /** Files by kind, whatever is filtered; most first. */
  counts: { kind: ShareItem['kind']; count: number }[];
  /** Id of the last file shown, where more follow: `after` of the next page. */
  next: string | null;
  /** Whether this is a later page. */
  isLater: boolean;
  /** On the first page. */
  excluded: ShareExclusion[];
  zipAction: string | null;
  zipBytes: number;
  /** Choices of size by kind, for kinds that may be downloaded; most files first. */
  kinds: ShareKind[];
  /** Numbered parts, where one archive would be too much: by number of files, or by size. */
  parts: { rule: 'count' | 'size'; list: { value: string; files: number; bytes: number }[] } | null;
  /** Goes into every form of this page, so that pressing it twice is one download. */
  press: string;
}
export interface ShareKind {
  kind: ShareItem['kind'];
  count: number;
  /** What its files come to in their best sizes. */
  bytes: number;
  /** Best first. `bytes` is what all files of the kind come to, as far as known. */
  sizes: { preset: string; label: string; count: number; bytes: number }[];
}

/** An archive on its way, under `/s/{token}/z/{grant}/preparing`. */
export type ArchiveState =
  | { state: 'preparing'; ready: number; total: number }
  | { state: 'ready'; fileName: string; files: number; bytes: number; href: string }
  /** Nothing can come of it; the use was given back. */
  | { state: 'over'; reason: string };
export type ArchiveProgress = ArchiveState & {
  /** The page's clothes, and the way back. */
  look: { base: string; theme: Theme; organisation: string; logo: PageLogo | null };
};

/** A film or a recording of a link that counts its downloads, played after one was taken for it. */
export interface SharePlay {
  look: ArchiveProgress['look'];
  kind: 'video' | 'audio';
  title: string;
  /** The file: played, and downloaded, from there. */
  href: string;
  /** Until when it plays if nothing more is fetched. */
  until: number;
}

export type ShareView =
  | { kind: 'open'; page: SharePage }
  /** A gate stands before the page; nothing about the content is said but the link's name. */
  | {
      kind: 'gate';
      gate: ShareGate;
      base: string;
      from: string;
      organisation: string;
      logo: PageLogo | null;
      theme: Theme;
      termsText: string | null;
      /** Set after a failed attempt. */
      error: 'wrong' | 'locked' | 'expired' | null;
      /** Where it is locked: for how long, whole minutes, and whom to ask. */
      waitMinutes: number | null;
      contact: PortalContact | null;
      /** For `email_code`: whether a code has been sent and is awaited. */
      codeSent: boolean;
    }
  | {
      kind: 'closed';
      reason: 'not_started' | 'ended' | 'revoked' | 'off' | 'not_here' | 'limit_reached' | 'not_found';
      startsAt: number | null;
      endedAt: number | null;
      timeZone: string;
      organisation: string;
      logo: PageLogo | null;
      theme: Theme;
      contact: PortalContact | null;
      base: string | null;
    };

/** What the one-click extension of a mail would do; nothing is done by looking. */
export type ShareExtension = {
  name: string;
  organisation: string;
  theme: Theme;
  logo: PageLogo | null;
  timeZone: string;
  endsAt: number;
  consoleUrl: string;
} /** `clearance`: what would not go out until then, of how many files, and what ends before; the first of those by title. */ & (
  | {
      state: 'offered';
      to: number;
      clearance: {
        total: number;
        counts: Preflight['counts'];
        ending: { title: string; at: number | null }[];
      };
    }
  /** Done by this address. */
  | { state: 'extended' }
  /** The link has changed since the mail, or may not be extended: the console says more. */
  | { state: 'changed' }
);
export const shareExtensionInput = z.object({ proof: z.string().min(1).max(2000) });
