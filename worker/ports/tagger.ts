/**
 * Suggesting keywords: port of `worker/platform/ai`. A suggestion is a proposal; only a person makes it a keyword.
 */
import type { PaletteShare } from '../../shared/metadata/color-names.ts';
import type { AssetMetadata } from '../../shared/metadata/fields.ts';
import type { ImageHeader } from '../../shared/metadata/inspect.ts';
import type { AssetKind } from '../../shared/metadata/sniff.ts';

/** What a tagger may look at. It never sees place, device or anything else from `SensitiveMetadata`. */
export interface TaggingSubject {
  readonly kind: AssetKind;
  readonly header: ImageHeader | null;
  readonly palette: readonly PaletteShare[];
  readonly metadata: AssetMetadata | null;
  readonly fileName: string;
  /** A small upright JPEG of the asset; null where there is no picture. */
  readonly preview: Uint8Array | null;
}

/** What the suggestion rests on. */
export const suggestionSources = [
  'embedded',
  'file-name',
  'colour',
  'orientation',
  'kind',
  'vision',
] as const;
export type SuggestionSource = (typeof suggestionSources)[number];

export interface Suggestion {
  /** One line of at most `maxKeywordLength`; distinct within an answer whatever the case. */
  readonly keyword: string;
  /** 0..1: measured facts come near 1, a model's own claim never does. */
  readonly confidence: number;
  readonly source: SuggestionSource;
  /** Name and version of what suggested it. */
  readonly model: string;
}

export const maxKeywordLength = 60;
export const maxSuggestions = 30;

/** The tagger could not answer. `isRetryable` says whether asking again later can help. */
export class TaggerUnavailable extends Error {
  readonly reason: 'timeout' | 'failed' | 'unreadable';
  readonly isRetryable: boolean;
  constructor(reason: 'timeout' | 'failed' | 'unreadable', options?: ErrorOptions) {
    super(`tagger: ${reason}`, options);
    this.reason = reason;
    this.isRetryable = reason !== 'unreadable';
  }
}

export interface Tagger {
  readonly model: string;
  /**
   * At most `maxSuggestions`, best first; none is an answer as well.
   * @throws TaggerUnavailable and nothing else
   */
  suggest(subject: TaggingSubject): Promise<readonly Suggestion[]>;
}
