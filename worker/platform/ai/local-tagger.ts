/**
 * The tagger that needs no network and no model: it claims only what it can measure or read, and says which it did.
 */

import { type ColorName, nameShares } from '../../../shared/metadata/color-names.ts';
import { fileNameWords } from '../../../shared/metadata/file-name-words.ts';
import { uprightSize } from '../../../shared/metadata/inspect.ts';
import type { AssetKind } from '../../../shared/metadata/sniff.ts';
import type { Suggestion, Tagger, TaggingSubject } from '../../ports/tagger.ts';
import { suggestionList } from './suggestion-list.ts';

const model = 'local-1';

/** A hue is named from this part of the picture on; black, gray and white, which are in every picture, only from more. */
const minHueShare = 0.15;
const minNeutralShare = 0.45;
const neutrals = new Set<ColorName>(['black', 'gray', 'white']);
/** Longer side over shorter side from which a picture is a panorama. */
const panoramaRatio = 2;
const squareTolerance = 1.02;

const kindKeywords: Readonly<Record<AssetKind, string | null>> = {
  image: null,
  vector: 'vector graphic',
  video: 'video',
  audio: 'audio',
  document: 'document',
  font: 'font',
  model: '3D model',
  archive: null,
  other: null,
};

export function createLocalTagger(): Tagger {
  return { model, suggest: async (subject) => suggestionList(candidates(subject)) };
}

function candidates(subject: TaggingSubject): Suggestion[] {
  return [
    ...(subject.metadata?.keywords ?? []).map((keyword) => suggestion(keyword, 0.95, 'embedded')),
    ...kindWords(subject).map((keyword) => suggestion(keyword, 0.9, 'kind')),
    ...shapeWords(subject).map((keyword) => suggestion(keyword, 0.85, 'orientation')),
    ...colorWords(subject),
    ...fileNameWords(subject.fileName).map((word) => suggestion(word, 0.4, 'file-name')),
  ];
}

function suggestion(keyword: string, confidence: number, source: Suggestion['source']): Suggestion {
  return { keyword, confidence, source, model };
}

function kindWords({ kind, header }: TaggingSubject): string[] {
  const word = kindKeywords[kind];
  return [...(word ? [word] : []), ...(header?.isAnimated ? ['animation'] : [])];
}

function shapeWords({ kind, header }: TaggingSubject): string[] {
  if (!header || kind !== 'image') return [];
  const { width, height } = uprightSize(header);
  if (Math.max(width, height) <= Math.min(width, height) * squareTolerance) return ['square format'];
  const format = width > height ? 'landscape format' : 'portrait format';
  return width >= height * panoramaRatio ? [format, 'panorama'] : [format];
}

function colorWords({ header, palette }: TaggingSubject): Suggestion[] {
  const shares = nameShares(palette);
  const isColorless = shares.length > 0 && shares.every(({ name }) => neutrals.has(name));
  const monochrome = header?.colorSpace === 'gray' || (isColorless && shares.length > 1);
  return [
    ...(monochrome
      ? [suggestion('black and white', header?.colorSpace === 'gray' ? 0.9 : 0.6, 'colour')]
      : []),
    ...shares
      .filter(({ name, share }) => share >= (neutrals.has(name) ? minNeutralShare : minHueShare))
      .map(({ name, share }) => suggestion(name, 0.4 + 0.5 * share, 'colour')),
  ];
}
