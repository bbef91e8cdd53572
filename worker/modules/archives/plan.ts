/**
 * The plan of an archive: the exact name, size and checksum of every entry before the first byte. It is kept in the object
 * store for as long as its grant lives, so one grant has one sequence of bytes whatever changes meanwhile.
 */
import type { Preset } from '../../../shared/delivery/presets.ts';
import { downloadFormat } from '../../../shared/delivery/sizes.ts';
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import { bytesEntry, planZip, type ZipEntry, type ZipLayout } from '../../../shared/delivery/zip/layout.ts';
import type { AllowedUsage, Audience } from '../../../shared/rights/index.ts';
import type { ArchiveCall, DeliveryService } from '../delivery/index.ts';

/** A file to put in, with the size it goes out in and the decision that lets it. */
export interface ArchiveChoice {
  readonly snapshot: DeliverySnapshot;
  readonly preset: Preset;
  readonly decision: AllowedUsage;
}

/** One file of an archive. Originals are read by their key; a rendition is made again, or found, from its version. */
export interface PlannedFile {
  readonly name: string;
  readonly assetId: string;
  readonly versionId: string;
  readonly preset: string;
  /** Set for an original. */
  readonly storageKey: string | null;
  /** Bytes. */
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

export const planKeyOf = (id: string): string => `zip-plans/${id}.json`;

export type Body = Uint8Array | PlannedFile;

export function layoutOf(plan: ArchivePlan): ZipLayout<Body> {
  const encoder = new TextEncoder();
  const entries: ZipEntry<Body>[] = [
    ...plan.papers.map(({ name, text }) => bytesEntry(name, encoder.encode(text), plan.madeAt)),
    ...plan.files.map((file) => ({
      name: file.name,
      size: file.size,
      crc32: file.crc32,
      modifiedAt: file.modifiedAt,
      sha256: file.sha256,
      body: file,
    })),
  ];
  return planZip(entries);
}

export interface MadeFor {
  readonly organisation: string;
  readonly audience: Audience;
  readonly now: number;
}

function callOf(
  delivery: DeliveryService,
  { snapshot, preset, decision }: ArchiveChoice,
  made: MadeFor,
): ArchiveCall {
  const resolved = delivery.resolve(
    preset.name,
    { kind: 'presets', names: [preset.name] },
    { assetId: snapshot.assetId, tail: '', origin: '', audience: made.audience, now: made.now },
  );
  const format = downloadFormat(preset, snapshot);
  return {
    snapshot,
    decision,
    resolved,
    now: made.now,
    protectiveText: made.organisation,
    format: format === 'avif' ? 'webp' : format,
  };
}

/** A rendition's bytes in the size of an archive's entry; the same on every call for one version. */
export async function renditionOf(
  delivery: DeliveryService,
  choice: ArchiveChoice,
  made: MadeFor,
): Promise<Uint8Array> {
  return (await delivery.renditionBytes(callOf(delivery, choice, made))).bytes;
}

/** Names those bytes: two choices with one key have the same bytes. */
export function renditionKeyOf(
  delivery: DeliveryService,
  choice: ArchiveChoice,
  made: MadeFor,
): Promise<string> {
  return delivery.renditionKey(callOf(delivery, choice, made));
}
