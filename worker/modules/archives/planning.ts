/**
 * Planning an archive from files that are already chosen and decided: renditions are made and measured, names made unique,
 * papers written. Who may have which file is the business of the surface that asks.
 */
import { renditionFileName } from '../../../shared/delivery/index.ts';
import { downloadFormat } from '../../../shared/delivery/sizes.ts';
import { MAX_FILES_PER_ZIP, zipFileName } from '../../../shared/delivery/zip/layout.ts';
import {
  type LeftOutFile,
  MANIFEST_NAMES,
  type ManifestFile,
  manifestPapers,
} from '../../../shared/delivery/zip/manifest.ts';
import { uniqueSafeNames } from '../../../shared/delivery/zip/safe-names.ts';
import { t } from '../../../shared/messages/index.ts';
import { formatTerritories } from '../../../shared/rights/explain.ts';
import type { Audience } from '../../../shared/rights/index.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { formatInstant } from '../../../shared/time/format.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { DeliveryService } from '../delivery/index.ts';
import { createMeasuring } from './measuring.ts';
import type { ArchiveChoice, ArchivePlan, PlannedFile } from './plan.ts';
import { createMeasureRepository, type Measured } from './repository.ts';

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
  /** One-based, of how many; the choices are those of this part alone. */
  readonly part: { readonly number: number; readonly of: number };
  /** End of the permitted use of a file, exclusive; null: none is set. */
  readonly usableUntil: (choice: ArchiveChoice) => number | null;
}

/** How long one request of a program makes renditions before it says how far it came. */
export const PROGRAM_PATIENCE_MS = 20_000;

/** Most files of one archive, beside its papers. */
export const FILES_PER_PART_MAX = MAX_FILES_PER_ZIP - MANIFEST_NAMES.length;

export interface PlanningDeps {
  readonly clock: Clock;
  readonly db: Database;
  readonly delivery: DeliveryService;
  readonly background: (work: Promise<unknown>) => void;
}

/** A finished plan, or how many of its renditions are made. */
export type Attempt =
  | { readonly state: 'ready'; readonly plan: ArchivePlan }
  | { readonly state: 'preparing'; readonly ready: number; readonly total: number };

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
  const measure = createMeasuring({ ...deps, rows: createMeasureRepository(deps.db) });

  const nothing = (caller: Caller): never =>
    fail('not_for_this_use', {
      detail: t(caller.locale, 'shares.error.nothing_chosen'),
      headers: { 'cache-control': 'no-store' },
    });

  const planning = {
    /**
     * Plans as far as it gets within `patienceMs`.
     * @throws Failure `not_for_this_use` when nothing can be put in
     */
    async attempt(caller: Caller, order: ArchiveOrder, patienceMs: number): Promise<Attempt> {
      if (order.choices.length === 0) return nothing(caller);
      if (order.choices.length > FILES_PER_PART_MAX) {
        throw new RangeError(`An archive takes ${FILES_PER_PART_MAX} files, not ${order.choices.length}.`);
      }
      const { measured, broken, total } = await measure(
        order.choices,
        { ...order, now: caller.now },
        patienceMs,
      );
      const ready = measured.size + broken.size;
      if (ready < total) return { state: 'preparing', ready, total };
      const choices = order.choices.filter((choice) => !broken.has(choice));
      if (choices.length === 0) return nothing(caller);
      const leftOut = [...broken].map(({ snapshot }) => ({
        title: snapshot.title,
        assetId: snapshot.assetId,
        reason: t(caller.locale, 'shares.left_out.no_rendition'),
      }));
      const plan = write(caller, { ...order, choices, leftOut: [...order.leftOut, ...leftOut] }, measured);
      return { state: 'ready', plan };
    },

    /** @throws Failure `not_for_this_use` when nothing can be put in, `busy` while renditions are still being made */
    async plan(caller: Caller, order: ArchiveOrder): Promise<ArchivePlan> {
      const attempt = await planning.attempt(caller, order, PROGRAM_PATIENCE_MS);
      return attempt.state === 'ready' ? attempt.plan : stillPreparing(caller, attempt);
    },
  };
  return planning;
}
export type Planning = ReturnType<typeof createPlanning>;

/** The answer to a program: come again. Nothing was reserved. @throws Failure */
export function stillPreparing(
  caller: Caller,
  { ready, total }: { readonly ready: number; readonly total: number },
): never {
  return fail('busy', {
    detail: t(caller.locale, 'shares.error.preparing', { ready, total }),
    headers: { 'retry-after': '10' },
    context: { ready, total },
  });
}

/** The plan, once every size and checksum is known. */
function write(
  caller: Caller,
  order: ArchiveOrder,
  measured: ReadonlyMap<ArchiveChoice, Measured>,
): ArchivePlan {
  const names = uniqueSafeNames(
    order.choices.map(({ snapshot, preset }) =>
      preset.delivers === 'original'
        ? snapshot.version.fileName
        : renditionFileName(snapshot, preset.name, downloadFormat(preset, snapshot)),
    ),
    MANIFEST_NAMES,
  );
  const entries = order.choices.map((choice, index): { file: PlannedFile; paper: ManifestFile } => {
    const { version, assetId } = choice.snapshot;
    const made = choice.preset.delivers === 'original' ? undefined : measured.get(choice);
    if (made === undefined && choice.preset.delivers === 'rendition') {
      throw new Error('a rendition is planned before it is measured');
    }
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
    leftOut: order.leftOut,
    contact: order.contact,
    locale: caller.locale,
    formatInstant: (instant: number) => formatInstant(caller.locale, instant, { zone: order.zone }),
  };
  return {
    fileName: zipFileName(order.name, order.part.number, order.part.of),
    madeAt: caller.now,
    papers: manifestPapers(manifest),
    files: entries.map(({ file }) => file),
  };
}
