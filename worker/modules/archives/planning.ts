/**
 * Planning an archive from files that are already chosen and decided: renditions are made and measured, names made unique,
 * papers written. Who may have which file is the business of the surface that asks.
 */
import { renditionFileName } from '../../../shared/delivery/index.ts';
import type { Preset } from '../../../shared/delivery/presets.ts';
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
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
import { crc32 } from '../../../shared/metadata/crc32.ts';
import { formatTerritories } from '../../../shared/rights/explain.ts';
import type { AllowedUsage, Audience } from '../../../shared/rights/index.ts';
import { downloadFormat } from '../../../shared/shares/sizes.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { formatInstant } from '../../../shared/time/format.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { DeliveryService } from '../delivery/index.ts';
import { type ArchivePlan, type PlannedFile, renditionOf } from './plan.ts';

/** A file to put in, with the size it goes out in and the decision that lets it. */
export interface ArchiveChoice {
  readonly snapshot: DeliverySnapshot;
  readonly preset: Preset;
  readonly decision: AllowedUsage;
}

/** What an archive is made of. */
export interface ArchiveOrder {
  /** Of the link, the portal or the collection: the archive's name. */
  readonly name: string;
  /** IANA zone that instants are written in. */
  readonly zone: string;
  readonly organisation: string;
  readonly audience: Audience;
  /** One line on whom to ask, or null. */
  readonly contact: string | null;
  readonly choices: readonly ArchiveChoice[];
  readonly leftOut: readonly LeftOutFile[];
  /** One-based; 1 unless there are more files than one archive takes. */
  readonly part: number;
  /** End of the permitted use of a file, exclusive; null: none is set. */
  readonly usableUntil: (choice: ArchiveChoice) => number | null;
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

async function hexSha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What the papers say about one file. */
function manifestFile(
  caller: Caller,
  choice: ArchiveChoice,
  file: PlannedFile,
  usableUntil: number | null,
): ManifestFile {
  const { rights, title, altText } = choice.snapshot;
  const { basis, conditions } = choice.decision;
  const license = basis.kind === 'license' ? rights.licenses.find(({ id }) => id === basis.id) : undefined;
  const isPlaced =
    license !== undefined && (license.territories.include !== null || license.territories.exclude.length > 0);
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
    usableUntil,
    territories: isPlaced
      ? formatTerritories(caller.locale, license.territories)
      : t(caller.locale, 'shares.territories.worldwide'),
    channels:
      license?.channels?.map((channel) => t(caller.locale, `rights.channel.${channel}`)).join(', ') ?? null,
    altText,
    url: null,
  };
}

export function createPlanning(deps: PlanningDeps) {
  /** Makes what has to be made, two at a time; stops after a while and goes on behind the answer. */
  async function measureAll(
    caller: Caller,
    order: ArchiveOrder,
    choices: readonly ArchiveChoice[],
  ): Promise<Map<ArchiveChoice, { size: number; crc32: number; sha256: string }>> {
    const measured = new Map<ArchiveChoice, { size: number; crc32: number; sha256: string }>();
    const waiting = choices.filter(({ preset }) => preset.delivers === 'rendition');
    const total = waiting.length;
    const failures: unknown[] = [];
    async function worker(): Promise<void> {
      for (let choice = waiting.shift(); choice !== undefined; choice = waiting.shift()) {
        try {
          const bytes = await renditionOf(deps.delivery, choice, { ...order, now: caller.now });
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

  return {
    /** @throws Failure `not_for_this_use` when nothing can be put in, `busy` while renditions are still being made */
    async plan(caller: Caller, order: ArchiveOrder): Promise<ArchivePlan> {
      const parts = splitIntoParts(order.choices, MAX_FILES_PER_ZIP - MANIFEST_NAMES.length);
      const part = parts[order.part - 1];
      if (part === undefined || part.length === 0) {
        return fail('not_for_this_use', {
          detail: t(caller.locale, 'shares.error.nothing_chosen'),
          headers: { 'cache-control': 'no-store' },
        });
      }
      const measured = await measureAll(caller, order, part);
      const names = uniqueSafeNames(
        part.map(({ snapshot, preset }) =>
          preset.delivers === 'original'
            ? snapshot.version.fileName
            : renditionFileName(snapshot, preset.name, downloadFormat(preset, snapshot)),
        ),
        MANIFEST_NAMES,
      );
      const entries = part.map((choice, index): { file: PlannedFile; paper: ManifestFile } => {
        const { version, assetId } = choice.snapshot;
        const made = measured.get(choice);
        const file = {
          name: names[index] ?? assetId,
          assetId,
          versionId: version.id,
          preset: choice.preset.name,
          storageKey: made === undefined ? version.storageKey : null,
          size: made?.size ?? version.sizeBytes,
          crc32: (made?.crc32 ?? version.crc32) >>> 0,
          sha256: made?.sha256 ?? version.sha256,
          modifiedAt: version.createdAt,
        };
        return { file, paper: manifestFile(caller, choice, file, order.usableUntil(choice)) };
      });
      const manifest = {
        name: order.name,
        madeAt: caller.now,
        files: entries.map(({ paper }) => paper),
        leftOut: order.part === 1 ? order.leftOut : [],
        contact: order.contact,
        locale: caller.locale,
        formatInstant: (instant: number) => formatInstant(caller.locale, instant, { zone: order.zone }),
      };
      const [credits, rights, sums] = MANIFEST_NAMES;
      return {
        fileName: zipFileName(order.name, order.part, parts.length),
        madeAt: caller.now,
        papers: [
          { name: credits, text: creditsText(manifest) },
          { name: rights, text: rightsCsv(manifest) },
          { name: sums, text: sha256Sums(manifest.files) },
        ],
        files: entries.map(({ file }) => file),
      };
    },
  };
}
export type Planning = ReturnType<typeof createPlanning>;
