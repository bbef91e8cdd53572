/** The page of a link, as data. Pure but for what it is given; nothing here is reached by an asset that may not be shown. */
import {
  type PageLogo,
  type PortalContact,
  portalDocumentSchema,
  type Theme,
  themeSchema,
} from '../../../shared/contract/portals.ts';
import type {
  ShareExclusion,
  ShareItem,
  ShareKind,
  SharePage,
  SharePageQuery,
} from '../../../shared/contract/share-visits.ts';
import type { PermissionLevel } from '../../../shared/contract/shares.ts';
import { hasMotion } from '../../../shared/delivery/moving.ts';
import { pictureFacts } from '../../../shared/delivery/sizes.ts';
import { isMessageKey, type Locale, translate } from '../../../shared/messages/index.ts';
import { explainPublicly } from '../../../shared/rights/explain.ts';
import { decideUsage, publicAnswer } from '../../../shared/rights/index.ts';
import { formatPartWish } from '../../../shared/shares/parts.ts';
import { remainingDownloads } from '../../../shared/shares/state.ts';
import { summarizeOffer } from '../../../shared/shares/summary.ts';
import { formatInstant } from '../../../shared/time/format.ts';
import type { Caller } from '../../http/caller.ts';
import type { Visit } from './admission.ts';
import {
  type JudgedItem,
  linkUse,
  type OfferedItem,
  type OfferedSize,
  offeredItems,
  offeredSizes,
  partsOf,
  playing,
  sizedOffers,
  withheldFor,
} from './content.ts';

/** What every page of the brand's links has in common. */
export interface Brand {
  readonly organisation: string;
  readonly theme: Theme;
  readonly contact: PortalContact | null;
  /** Of the default portal. */
  readonly logoAssetId: string | null;
}
export const PLAIN_THEME: Theme = themeSchema.parse({});

/** Theme of the portal that speaks for the brand; the plain one where there is none. */
export function themeOf(published: unknown): Theme {
  const parsed = portalDocumentSchema.safeParse(published);
  return parsed.success ? parsed.data.theme : PLAIN_THEME;
}

/** Logo of the portal that speaks for the brand. */
export function logoOf(published: unknown): string | null {
  const parsed = portalDocumentSchema.safeParse(published);
  return parsed.success ? parsed.data.logoAssetId : null;
}

/** Whom to ask about a link: its owner. */
export function contactOf({ ownerName, ownerEmail }: Visit, brand: Brand): PortalContact | null {
  if (ownerName === null) return brand.contact;
  return { name: ownerName, role: null, email: ownerEmail, phone: brand.contact?.phone ?? null };
}

const words = (locale: Locale, key: string, fallback: string): string =>
  isMessageKey(key) ? translate(locale, key) : fallback;

export function presetLabel(locale: Locale, name: string): string {
  return words(locale, `delivery.preset.${name}`, name);
}

/** Where a size is asked for: a form posts there, nothing else is needed. */
function downloadHref(base: string, assetId: string, preset: string): string {
  return `${base}/download?asset=${assetId}&preset=${encodeURIComponent(preset)}`;
}

function downloadsOf(
  { visit, caller }: PageInput,
  { snapshot }: JudgedItem,
  sizes: readonly OfferedSize[],
): ShareItem['downloads'] {
  const { version } = snapshot;
  return sizedOffers(snapshot, sizes).map(({ preset, width, height, format, isOriginal }) => ({
    preset,
    label: presetLabel(caller.locale, preset),
    purpose: words(caller.locale, `delivery.preset.${preset}.purpose`, ''),
    href: downloadHref(visit.base, snapshot.assetId, preset),
    width,
    height,
    format,
    sizeBytes: isOriginal ? version.sizeBytes : null,
  }));
}

function itemOf(input: PageInput, judged: JudgedItem): ShareItem {
  const { visit, caller } = input;
  const { snapshot, view } = judged;
  const { version } = snapshot;
  const facts = pictureFacts(snapshot);
  const media = playing(visit, caller, snapshot);
  const hasPicture =
    facts !== null && decideUsage(snapshot.rights, linkUse(visit, 'preview', caller)).allowed;
  return {
    state: 'available',
    id: snapshot.assetId,
    slug: snapshot.slug,
    // The kind was checked when the asset was made.
    kind: snapshot.kind as ShareItem['kind'],
    title: snapshot.title,
    altText: snapshot.altText ?? snapshot.title,
    credit: view.allowed ? view.conditions.credit : null,
    width: version.width ?? facts?.width ?? null,
    height: version.height ?? facts?.height ?? null,
    thumbHash: hasPicture ? version.thumbHash : null,
    dominantColour: hasPicture ? version.dominantColour : null,
    renditionBase: hasPicture ? `${visit.base}/r/${snapshot.assetId}/` : null,
    isMoving: hasPicture && hasMotion(version),
    href: `${visit.base}#${snapshot.assetId}`,
    mediaType: version.mediaType,
    sizeBytes: version.sizeBytes,
    caption: snapshot.caption,
    until: view.allowed ? view.until : null,
    downloads: downloadsOf(input, judged, offeredSizes(visit, caller, snapshot)),
    mediaHref: media?.plays === true ? `${visit.base}/m/${snapshot.assetId}` : null,
    still: media?.plays === false ? media.why : null,
    withheld: withheldFor(visit, caller, snapshot),
  };
}

/** What a visitor reads about an asset that is left out; null for one that is not public at all: nobody may count those. */
export function exclusionOf(
  caller: Caller,
  zone: string,
  { snapshot, view }: JudgedItem,
): ShareExclusion | null {
  if (view.allowed) return null;
  const { code } = publicAnswer(view.reasons);
  if (code === 'not_found') return null;
  return {
    id: code === 'not_yet' ? null : snapshot.assetId,
    title: code === 'not_yet' ? null : snapshot.title,
    reason: explainPublicly(caller.locale, view, { zone, now: caller.now }).text,
    startsAt: view.startsAt,
  };
}

/** Choices of size by kind, the kind with most files first. */
function kindsOf(files: readonly OfferedItem[], locale: Locale): ShareKind[] {
  const kinds = new Map<ShareItem['kind'], OfferedItem[]>();
  for (const file of files) {
    const kind = file.snapshot.kind as ShareItem['kind'];
    const same = kinds.get(kind);
    if (same === undefined) kinds.set(kind, [file]);
    else same.push(file);
  }
  return [...kinds]
    .map(([kind, same]): ShareKind => {
      const sizes = new Map<string, { count: number; bytes: number }>();
      for (const { snapshot, offered } of same) {
        for (const { preset, bytes } of sizedOffers(snapshot, offered)) {
          const sum = sizes.get(preset) ?? { count: 0, bytes: 0 };
          sizes.set(preset, { count: sum.count + 1, bytes: sum.bytes + bytes });
        }
      }
      return {
        kind,
        count: same.length,
        bytes: same.reduce((sum, { bytes }) => sum + bytes, 0),
        sizes: [...sizes].map(([preset, sum]) => ({ preset, label: presetLabel(locale, preset), ...sum })),
      };
    })
    .sort((one, other) => other.count - one.count);
}

/** Numbered parts: where there must be some, or where the whole is large enough that somebody may want them. */
function partsFor(files: readonly OfferedItem[]): SharePage['parts'] {
  for (const rule of ['count', 'size'] as const) {
    const parts = partsOf(files, rule);
    if (parts.length < 2) continue;
    const list = parts.map((part, index) => ({
      value: formatPartWish({ rule, number: index + 1 }),
      files: part.length,
      bytes: part.reduce((sum, { bytes }) => sum + bytes, 0),
    }));
    return { rule, list };
  }
  return null;
}

export interface PageInput {
  readonly visit: Visit;
  readonly caller: Caller;
  readonly brand: Brand;
  readonly logo: PageLogo | null;
  readonly judged: readonly JudgedItem[];
  /** Number of this showing of the page. */
  readonly press: string;
  readonly query: SharePageQuery;
}

/** Files on one page of a link. */
export const PAGE_ITEMS = 200;

/** Lower case without accents, for a filter by name. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The files of one page, those that match the filter, and how many there are of each kind. */
function select(viewable: readonly JudgedItem[], { q, kind, after }: SharePageQuery) {
  const counts = new Map<ShareItem['kind'], number>();
  for (const { snapshot } of viewable) {
    const known = snapshot.kind as ShareItem['kind'];
    counts.set(known, (counts.get(known) ?? 0) + 1);
  }
  const words = folded(q).split(/\s+/).filter(Boolean);
  const matching = viewable.filter(({ snapshot }) => {
    if (kind !== null && snapshot.kind !== kind) return false;
    if (words.length === 0) return true;
    const text = folded(`${snapshot.title} ${snapshot.version.fileName}`);
    return words.every((word) => text.includes(word));
  });
  // Where the last file shown has gone in the meantime, the list begins anew.
  const start = matching.findIndex(({ snapshot }) => snapshot.assetId === after) + 1;
  return {
    matching,
    start,
    shown: matching.slice(start, start + PAGE_ITEMS),
    counts: [...counts]
      .map(([kind, count]) => ({ kind, count }))
      .sort((one, other) => other.count - one.count),
  };
}

/** The level as far as one of the files lives up to it. */
function offersOf(level: PermissionLevel, files: readonly OfferedItem[]): PermissionLevel {
  if (files.length === 0) return 'view';
  if (level !== 'download_originals') return level;
  const hasOriginals = files.some(({ offered }) =>
    offered.some(({ preset }) => preset.delivers === 'original'),
  );
  return hasOriginals ? level : 'download_renditions';
}

export function pageOf(input: PageInput): SharePage {
  const { visit, caller, brand, logo, judged } = input;
  const { link } = visit;
  const viewable = judged.filter(({ view }) => view.allowed);
  const { matching, start, shown, counts } = select(viewable, input.query);
  const files = offeredItems(visit, caller, judged);
  const offers = offersOf(link.permission, files);
  const when = formatInstant(caller.locale, link.endsAt, { zone: link.timeZone, now: caller.now });
  return {
    base: visit.base,
    name: link.name,
    from: visit.ownerName ?? brand.organisation,
    message: link.message,
    summary: summarizeOffer(
      caller.locale,
      { offers, downloadable: files.length, total: viewable.length },
      when,
    ),
    endsAt: link.endsAt,
    timeZone: link.timeZone,
    permission: link.permission,
    offers,
    pinned: link.pinned,
    remainingDownloads: remainingDownloads(link),
    theme: brand.theme,
    organisation: brand.organisation,
    logo,
    contact: contactOf(visit, brand),
    items: shown.map((item) => itemOf(input, item)),
    total: viewable.length,
    matching: matching.length,
    downloadable: files.length,
    filter: { q: input.query.q, kind: input.query.kind },
    counts,
    next: start + PAGE_ITEMS < matching.length ? (shown.at(-1)?.snapshot.assetId ?? null) : null,
    isLater: start > 0,
    excluded: start > 0 ? [] : judged.flatMap((item) => exclusionOf(caller, link.timeZone, item) ?? []),
    zipAction: files.length === 0 ? null : `${visit.base}/zip`,
    zipBytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    kinds: kindsOf(files, caller.locale),
    parts: partsFor(files),
    press: input.press,
  };
}
