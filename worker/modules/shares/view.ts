/** The page of a link, as data. Pure but for what it is given; nothing here is reached by an asset that may not be shown. */
import {
  type PortalContact,
  portalDocumentSchema,
  type Theme,
  themeSchema,
} from '../../../shared/contract/portals.ts';
import type { ShareExclusion, ShareItem, SharePage } from '../../../shared/contract/shares.ts';
import { isMessageKey, type Locale, t, translate } from '../../../shared/messages/index.ts';
import { explainPublicly } from '../../../shared/rights/explain.ts';
import { decideUsage, publicAnswer } from '../../../shared/rights/index.ts';
import { originalFormat, pictureFacts, renditionSize } from '../../../shared/shares/sizes.ts';
import { formatInstant } from '../../../shared/time/format.ts';
import type { Caller } from '../../http/app-env.ts';
import type { Visit } from './admission.ts';
import { type JudgedItem, linkUse, type OfferedSize, offeredSizes } from './content.ts';

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
  const options: ShareItem['downloads'] = [];
  for (const { preset, decision } of sizes) {
    const common = {
      preset: preset.name,
      label: presetLabel(caller.locale, preset.name),
      purpose: words(caller.locale, `delivery.preset.${preset.name}.purpose`, ''),
      href: downloadHref(visit.base, snapshot.assetId, preset.name),
    };
    if (preset.delivers === 'original') {
      const { width, height, sizeBytes } = snapshot.version;
      options.push({ ...common, width, height, format: originalFormat(snapshot.version), sizeBytes });
      continue;
    }
    const size = renditionSize(preset, snapshot, decision.conditions);
    // A small picture fills several sizes alike; one of them is enough.
    const isRepeated = options.some(
      (option) =>
        option.preset !== 'original' && option.width === size?.width && option.height === size?.height,
    );
    if (size !== null && !isRepeated) options.push({ ...common, ...size, sizeBytes: null });
  }
  return options;
}

function itemOf(input: PageInput, judged: JudgedItem): ShareItem {
  const { visit, caller } = input;
  const { snapshot, view } = judged;
  const { version } = snapshot;
  const facts = pictureFacts(snapshot);
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
    href: `${visit.base}#${snapshot.assetId}`,
    mediaType: version.mediaType,
    sizeBytes: version.sizeBytes,
    caption: snapshot.caption,
    until: view.allowed ? view.until : null,
    downloads: downloadsOf(input, judged, offeredSizes(visit, caller, snapshot)),
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
    title: code === 'not_yet' ? null : snapshot.title,
    reason: explainPublicly(caller.locale, view, { zone, now: caller.now }).text,
    startsAt: view.startsAt,
  };
}

/** Bytes per pixel of a JPEG at our qualities, for sizes that are not made yet. */
const BYTES_PER_PIXEL = 0.3;

function expectedBytes(best: ShareItem['downloads'][number] | undefined): number {
  return best?.sizeBytes ?? Math.round((best?.width ?? 0) * (best?.height ?? 0) * BYTES_PER_PIXEL);
}

export interface PageInput {
  readonly visit: Visit;
  readonly caller: Caller;
  readonly brand: Brand;
  /** Where the page finds its logo. */
  readonly logo: string | null;
  readonly judged: readonly JudgedItem[];
}

export function pageOf(input: PageInput): SharePage {
  const { visit, caller, brand, logo, judged } = input;
  const { link } = visit;
  const items = judged.filter(({ view }) => view.allowed).map((item) => itemOf(input, item));
  const counts = new Map<string, number>();
  for (const { downloads } of items) {
    for (const { preset } of downloads) counts.set(preset, (counts.get(preset) ?? 0) + 1);
  }
  const downloadable = items.filter(({ downloads }) => downloads.length > 0);
  const when = formatInstant(caller.locale, link.endsAt, { zone: link.timeZone, now: caller.now });
  return {
    base: visit.base,
    name: link.name,
    from: visit.ownerName ?? brand.organisation,
    message: link.message,
    summary: t(caller.locale, `shares.summary.${link.permission}`, { when }),
    endsAt: link.endsAt,
    timeZone: link.timeZone,
    permission: link.permission,
    pinned: link.pinned,
    remainingDownloads:
      link.maxDownloads === null ? null : Math.max(0, link.maxDownloads - link.usedDownloads),
    theme: brand.theme,
    organisation: brand.organisation,
    logo,
    contact: contactOf(visit, brand),
    items,
    excluded: judged.flatMap((item) => exclusionOf(caller, link.timeZone, item) ?? []),
    zipAction: downloadable.length === 0 ? null : `${visit.base}/zip`,
    zipBytes: downloadable.reduce((sum, { downloads }) => sum + expectedBytes(downloads[0]), 0),
    sizes: [...counts].map(([preset, count]) => ({
      preset,
      label: presetLabel(caller.locale, preset),
      count,
    })),
  };
}
