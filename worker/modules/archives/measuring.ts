/**
 * Renditions of an archive, made and measured. What was measured once is known from the database; the rest is made a few at a
 * time for as long as somebody waits, and goes on for a while behind the answer, so that asking again finds more of it.
 */
import { crc32 } from '../../../shared/metadata/crc32.ts';
import { sha256Hex } from '../../../shared/metadata/sha256.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { Failure } from '../../http/errors.ts';
import { logEvent } from '../../log.ts';
import { sleep } from '../../sleep.ts';
import { type DeliveryService, SingleFlight } from '../delivery/index.ts';
import { type ArchiveChoice, type MadeFor, renditionKeyOf, renditionOf } from './plan.ts';
import type { Measured, MeasureRepository } from './repository.ts';

/** Renditions made at a time: the engine does one job per isolate, a second one waits warm. */
const PARALLEL = 2;
/** How long work goes on behind an answer that said "not yet"; the runtime allows about as much. */
const BEHIND_MS = 25_000;
/** Pause before a busy engine is asked again. */
const BUSY_MS = 400;

export interface MeasuringDeps {
  readonly clock: Clock;
  readonly delivery: DeliveryService;
  readonly rows: MeasureRepository;
  readonly background: (work: Promise<unknown>) => void;
}

export interface Measuring {
  readonly measured: ReadonlyMap<ArchiveChoice, Measured>;
  /** Of these no picture can be made. */
  readonly broken: ReadonlySet<ArchiveChoice>;
  readonly total: number;
}

/** Whether asking again in a moment may help. */
const isPassing = (error: unknown): boolean =>
  error instanceof Failure && (error.code === 'busy' || error.code === 'unavailable');
const isLasting = (error: unknown): boolean =>
  error instanceof Failure && (error.code === 'unsupported_media' || error.code === 'transformation_invalid');

export function createMeasuring(deps: MeasuringDeps) {
  const { delivery, rows, clock } = deps;
  /** Under way in this isolate, so that several requests for one archive share the work. */
  const flights = new SingleFlight<Measured>(deps.background);

  async function make(choice: ArchiveChoice, key: string, made: MadeFor): Promise<Measured> {
    const bytes = await renditionOf(delivery, choice, made);
    const facts = { size: bytes.length, crc32: crc32(bytes), sha256: await sha256Hex(bytes) };
    const extension = key.slice(key.lastIndexOf('.') + 1);
    const row = {
      ...facts,
      key,
      versionId: choice.snapshot.version.id,
      mediaType: `image/${extension === 'jpg' ? 'jpeg' : extension}`,
    };
    await rows.keep(row, made.now);
    return facts;
  }

  /** @returns how far it came within `patienceMs`; everything when `measured` and `broken` make up `total` */
  return async (choices: readonly ArchiveChoice[], made: MadeFor, patienceMs: number): Promise<Measuring> => {
    const renditions = choices.filter(({ preset }) => preset.delivers === 'rendition');
    const measured = new Map<ArchiveChoice, Measured>();
    const broken = new Set<ArchiveChoice>();
    const waiting: { choice: ArchiveChoice; key: string }[] = [];
    const keys = new Map<ArchiveChoice, string>();
    for (const choice of renditions) {
      try {
        keys.set(choice, await renditionKeyOf(delivery, choice, made));
      } catch (error) {
        if (!isLasting(error)) throw error;
        broken.add(choice);
      }
    }
    const known = await rows.known([...keys.values()]);
    for (const [choice, key] of keys) {
      const facts = known.get(key);
      if (facts === undefined) waiting.push({ choice, key });
      else measured.set(choice, facts);
    }
    const stopAt = clock() + patienceMs + BEHIND_MS;
    async function worker(): Promise<void> {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        if (clock() >= stopAt) return;
        const { choice, key } = next;
        try {
          measured.set(choice, await flights.run(key, () => make(choice, key, made)));
        } catch (error) {
          if (isLasting(error)) {
            logEvent('warn', 'zip.no_rendition', { key, assetId: choice.snapshot.assetId });
            broken.add(choice);
          } else if (isPassing(error)) {
            waiting.push(next);
            await sleep(BUSY_MS);
          } else throw error;
        }
      }
    }
    const work = Promise.all(Array.from({ length: PARALLEL }, worker));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const deadline = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), patienceMs);
    });
    const outcome = await Promise.race([work, deadline]).finally(() => clearTimeout(timer));
    if (outcome === 'late') {
      deps.background(
        work.catch((error: unknown) => logEvent('warn', 'zip.not_prepared', { error: String(error) })),
      );
    }
    // A copy: the work behind the answer goes on writing.
    return { measured: new Map(measured), broken: new Set(broken), total: renditions.length };
  };
}
