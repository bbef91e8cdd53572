/** From what a person sends about an asset to what of it is new. Pure. */
import type { DescribeInput } from '../../../shared/contract/assets.ts';
import { isSameValue } from '../../../shared/contract/same-value.ts';
import { dataMiningOf } from './cards.ts';
import type { AssetRecord } from './repository.ts';

/** The part of a change that differs from what is there, as columns. */
export function columnsOf(before: AssetRecord, input: DescribeInput): Partial<AssetRecord> {
  const { focalPoint, dataMining, ...plain } = input;
  const change: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(plain)) {
    const clean = value === '' ? null : value;
    const isNew = clean !== undefined && !isSameValue(clean, before[key as keyof AssetRecord]);
    if (isNew) change[key] = clean;
  }
  if (focalPoint !== undefined && (focalPoint?.x !== before.focalX || focalPoint?.y !== before.focalY)) {
    change.focalX = focalPoint?.x ?? null;
    change.focalY = focalPoint?.y ?? null;
  }
  if (dataMining !== undefined && dataMining !== dataMiningOf(before)) {
    change.metadata = { ...before.metadata, dataMining };
  }
  return change as Partial<AssetRecord>;
}

/** A change as the audit tells it: of what is kept in one column only what people can change. */
export function toldOf(record: Partial<AssetRecord>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.map((name) =>
      name === 'metadata'
        ? ['dataMining', record.metadata?.dataMining ?? null]
        : [name, record[name as keyof AssetRecord]],
    ),
  );
}
