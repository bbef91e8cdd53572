/**
 * Planning an archive: which files in which size, what is left out and why, the papers, and the exact size and checksum of
 * every entry before the first byte. The plan is kept in the object store for as long as its grant lives, so one grant has
 * one sequence of bytes whatever changes meanwhile.
 */
import { renditionFileName } from '../../../shared/delivery/index.ts';
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import { crc32 } from '../../../shared/delivery/zip/crc32.ts';
import { MAX_FILES_PER_ZIP, splitIntoParts, zipFileName } from '../../../shared/delivery/zip/layout.ts';
import {
  creditsText,
  type LeftOutFile,
  MANIFEST_NAMES,
  type ManifestFile,
  rightsCsv,
  sha256Sums,
} from '../../../shared/delivery/zip/manifest.ts';
import { uniqueSafeNames } from '../../../shared/delivery/zip/safe-names.ts';
import { t } from '../../../shared/messages/index.ts';
import { formatTerritories } from '../../../shared/rights/explain.ts';
import { findShortfall } from '../../../shared/rights/timeline.ts';
import { downloadFormat, pictureFacts } from '../../../shared/shares/sizes.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { formatInstant } from '../../../shared/time/format.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { DeliveryService } from '../delivery/index.ts';
import type { Visit } from './admission.ts';
import { type JudgedItem, linkUse, type OfferedSize, offeredSizes } from './content.ts';
import { exclusionOf } from './view.ts';

/** One file of an archive. Originals are read by their key; a rendition is made again, or found, from its version. */
export interface PlannedFile {
  readonly name: string;
  readonly assetId: string;
  readonly versionId: string;
  readonly preset: string;
  /** Set for an original. */
  readonly storageKey: string | null;
  readonly size: number;
  readonly crc32: number;
  readonly sha256: string;
  readonly modifiedAt: number;
}
export interface ArchivePlan {
  readonly fileName: string;
  readonly madeAt: number;
  readonly papers: readonly { readonly name: string; readonly text: string }[];
  readonly files: readonly PlannedFile[];
}

interface Choice {
  readonly item: JudgedItem;
  readonly size: OfferedSize;
}

/** How long one request makes renditions before it says how far it came; the rest goes on behind the answer. */
const PREPARING_MS = 20_000;
/** Renditions made at a time: the engine does one job per isolate, a second one waits warm. */
const PREPARING_PARALLEL = 2;

export interface PlanningDeps {
  readonly clock: Clock;
  readonly delivery: DeliveryService;
  readonly background: (work: Promise<unknown>) => void;
}

/** The size a file goes out in: the one that was chosen, the original of what has no sizes, or the best there is. */
function chooseSize(offered: readonly OfferedSize[], snapshot: DeliverySnapshot, wish: string) {
  const chosen = offered.find(({ preset }) => preset.name === wish);
  if (wish === '' || chosen !== undefined) return chosen ?? offered[0] ?? null;
  return pictureFacts(snapshot) === null ? (offered[0] ?? null) : null;
}

export function choose(visit: Visit, caller: Caller, judged: readonly JudgedItem[], wish: string) {
  const choices: Choice[] = [];
  const leftOut: LeftOutFile[] = [];
  for (const item of judged) {
    const { snapshot } = item;
    if (!item.view.allowed) {
      const excluded = exclusionOf(caller, visit.link.timeZone, item);
      if (excluded === null) continue;
      const title = excluded.title ?? t(caller.locale, 'share.excluded.untitled');
      // The id of what is not public at all would be a handle on it.
      const assetId = excluded.title === null ? '-' : snapshot.assetId;
      leftOut.push({ title, assetId, reason: excluded.reason });
      continue;
    }
    const offered = offeredSizes(visit, caller, snapshot);
    const size = chooseSize(offered, snapshot, wish);
    if (size !== null) {
      choices.push({ item, size });
      continue;
    }
    const reason = t(
      caller.locale,
      offered.length === 0 ? 'shares.left_out.no_rendition' : 'shares.left_out.not_chosen',
    );
    leftOut.push({ title: snapshot.title, assetId: snapshot.assetId, reason });
  }
  return { choices, leftOut };
}

async function hexSha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A rendition's bytes in the size of an archive's entry; the same on every call for one version. */
export async function renditionOf(
  delivery: DeliveryService,
  organisation: string,
  {
    snapshot,
    size,
    audience,
    now,
  }: {
    snapshot: DeliverySnapshot;
    size: OfferedSize;
    audience: Visit['link']['audience'];
    now: number;
  },
): Promise<Uint8Array> {
  const { preset, decision } = size;
  const resolved = delivery.resolve(
    preset.name,
    { kind: 'presets', names: [preset.name] },
    { assetId: snapshot.assetId, tail: '', origin: '', audience, now },
  );
  const format = downloadFormat(preset, snapshot);
  const { bytes } = await delivery.renditionBytes({
    snapshot,
    decision,
    resolved,
    now,
    protectiveText: organisation,
    format: format === 'avif' ? 'webp' : format,
  });
  return bytes;
}

export function createPlanning(deps: PlanningDeps) {
  /** Makes what has to be made, two at a time; stops after a while and goes on behind the answer. */
  async function measureAll(
    caller: Caller,
    visit: Visit,
    choices: readonly Choice[],
    organisation: string,
  ): Promise<Map<Choice, { size: number; crc32: number; sha256: string }>> {
    const measured = new Map<Choice, { size: number; crc32: number; sha256: string }>();
    const waiting = choices.filter(({ size }) => size.preset.delivers === 'rendition');
    const total = waiting.length;
    const failures: unknown[] = [];
    async function worker(): Promise<void> {
      for (let choice = waiting.shift(); choice !== undefined; choice = waiting.shift()) {
        try {
          const bytes = await renditionOf(deps.delivery, organisation, {
            snapshot: choice.item.snapshot,
            size: choice.size,
            audience: visit.link.audience,
            now: caller.now,
          });
          measured.set(choice, { size: bytes.length, crc32: crc32(bytes), sha256: await hexSha256(bytes) });
        } catch (error) {
          failures.push(error);
          return;
        }
      }
    }
    const work = Promise.all(Array.from({ length: PREPARING_PARALLEL }, worker));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const deadline = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), PREPARING_MS);
    });
    const outcome = await Promise.race([work, deadline]);
    clearTimeout(timer);
    if (failures.length > 0) throw failures[0];
    if (outcome === 'late') {
      deps.background(work);
      fail('busy', {
        detail: t(caller.locale, 'shares.error.preparing', { ready: measured.size, total }),
        headers: { 'retry-after': '10' },
        context: { ready: measured.size, total },
      });
    }
    return measured;
  }

  /** What the papers say about one file. */
  function manifestFile(
    caller: Caller,
    visit: Visit,
    { item, size }: Choice,
    file: PlannedFile,
  ): ManifestFile {
    const { rights, title, altText } = item.snapshot;
    const { basis, conditions } = size.decision;
    const license = basis.kind === 'license' ? rights.licenses.find(({ id }) => id === basis.id) : undefined;
    const action = size.preset.delivers === 'original' ? 'download_original' : 'download_rendition';
    // The permission to use ends with the rights; the link only ends the downloading.
    const use = { ...linkUse(visit, action, caller), enclosing: [] };
    const end = findShortfall(rights, use, { startsAt: caller.now, endsAt: null })?.startsAt ?? null;
    const isPlaced =
      license !== undefined &&
      (license.territories.include !== null || license.territories.exclude.length > 0);
    return {
      name: file.name,
      assetId: file.assetId,
      title,
      rendition: file.preset,
      sha256: file.sha256,
      size: file.size,
      creator: rights.creator,
      creditLine: rights.creditLine,
      copyrightNotice: rights.copyrightNotice,
      usageTerms: conditions.terms ?? rights.usageTerms,
      license: license?.name ?? null,
      usableUntil: end,
      territories: isPlaced
        ? formatTerritories(caller.locale, license.territories)
        : t(caller.locale, 'shares.territories.worldwide'),
      channels:
        license?.channels?.map((channel) => t(caller.locale, `rights.channel.${channel}`)).join(', ') ?? null,
      altText,
      url: null,
    };
  }

  return {
    /** @param wish a preset, or '' for the best size of each file @throws Failure when nothing can be put in */
    async plan(
      caller: Caller,
      visit: Visit,
      judged: readonly JudgedItem[],
      request: { readonly preset: string; readonly part: number; readonly organisation: string },
    ): Promise<ArchivePlan> {
      const { choices, leftOut } = choose(visit, caller, judged, request.preset);
      const parts = splitIntoParts(choices, MAX_FILES_PER_ZIP - MANIFEST_NAMES.length);
      const part = parts[request.part - 1];
      if (part === undefined || part.length === 0) {
        return fail('not_for_this_use', {
          detail: t(caller.locale, 'shares.error.nothing_chosen'),
          headers: { 'cache-control': 'no-store' },
        });
      }
      const measured = await measureAll(caller, visit, part, request.organisation);
      const names = uniqueSafeNames(
        part.map(({ item: { snapshot }, size: { preset } }) =>
          preset.delivers === 'original'
            ? snapshot.version.fileName
            : renditionFileName(snapshot, preset.name, downloadFormat(preset, snapshot)),
        ),
        MANIFEST_NAMES,
      );
      const files = part.map((choice, index): PlannedFile => {
        const { version, assetId } = choice.item.snapshot;
        const made = measured.get(choice);
        return {
          name: names[index] ?? assetId,
          assetId,
          versionId: version.id,
          preset: choice.size.preset.name,
          storageKey: made === undefined ? version.storageKey : null,
          size: made?.size ?? version.sizeBytes,
          crc32: (made?.crc32 ?? version.crc32) >>> 0,
          sha256: made?.sha256 ?? version.sha256,
          modifiedAt: version.createdAt,
        };
      });
      const { ownerName, ownerEmail, link } = visit;
      const manifest = {
        name: link.name,
        madeAt: caller.now,
        files: part.map((choice, index) => manifestFile(caller, visit, choice, files[index] as PlannedFile)),
        leftOut: request.part === 1 ? leftOut : [],
        contact:
          ownerName === null
            ? null
            : ownerEmail === null
              ? ownerName
              : t(caller.locale, 'shares.contact_line', { name: ownerName, email: ownerEmail }),
        locale: caller.locale,
        formatInstant: (instant: number) => formatInstant(caller.locale, instant, { zone: link.timeZone }),
      };
      const [credits, rights, sums] = MANIFEST_NAMES;
      return {
        fileName: zipFileName(link.name, request.part, parts.length),
        madeAt: caller.now,
        papers: [
          { name: credits, text: creditsText(manifest) },
          { name: rights, text: rightsCsv(manifest) },
          { name: sums, text: sha256Sums(manifest.files) },
        ],
        files,
      };
    },
  };
}
export type Planning = ReturnType<typeof createPlanning>;
