/** IPTC IIM datasets to fields. */
import { type IimValues, iimDataset as set } from '../../../shared/metadata/iim.ts';
import {
  countryCodeOf,
  dateOf,
  type FoundFields,
  keywordsOf,
  lineOf,
  paragraphOf,
  peopleOf,
} from './field-values.ts';

export function fieldsOfIim(iim: IimValues): FoundFields {
  const text = (key: number) => iim.get(key)?.[0] ?? null;
  const texts = (key: number) => [...(iim.get(key) ?? [])];
  return {
    title: lineOf(text(set.objectName)),
    headline: lineOf(text(set.headline)),
    caption: paragraphOf(text(set.caption)),
    keywords: keywordsOf(texts(set.keywords)),
    creator: peopleOf(texts(set.byline)),
    creatorJobTitle: lineOf(text(set.bylineTitle)),
    captionWriter: lineOf(text(set.captionWriter)),
    creditLine: lineOf(text(set.credit)),
    copyrightNotice: lineOf(text(set.copyrightNotice)),
    source: lineOf(text(set.source)),
    dateCreated: iimDateOf(text(set.dateCreated), text(set.timeCreated)),
    sublocation: lineOf(text(set.sublocation)),
    city: lineOf(text(set.city)),
    region: lineOf(text(set.provinceState)),
    country: lineOf(text(set.country)),
    countryCode: countryCodeOf(text(set.countryCode)),
    instructions: paragraphOf(text(set.specialInstructions)),
    jobId: lineOf(text(set.transmissionReference)),
  };
}

/** `CCYYMMDD` and `HHMMSS±HHMM`; months and days of zero mean unknown. */
function iimDateOf(date: string | null, time: string | null): string | null {
  const known = (date ?? '').replace(/(?:00){1,2}$/, '');
  return (time && dateOf(`${known} ${time}`)) || dateOf(known);
}
