/**
 * What a visitor is told about a denial. Rich reasons stay inside; this is the one place where they collapse, so
 * nothing about licenses, people or unpublished work reaches a public page.
 */
import type { EnclosingState, Reason } from './types.ts';

export const PUBLIC_ANSWER_CODES = [
  'not_found',
  'withdrawn',
  'no_longer',
  'not_here',
  'not_for_this_use',
  'not_yet',
] as const;
export type PublicAnswerCode = (typeof PUBLIC_ANSWER_CODES)[number];

/** A public answer, the HTTP status it is sent with, and the key of its sentence in the message catalogue. */
export interface PublicAnswer {
  readonly code: PublicAnswerCode;
  /** RFC 9110, and RFC 7725 for a place the rights do not reach. */
  readonly status: 403 | 404 | 410 | 451;
  readonly messageKey: `rights.public.${PublicAnswerCode}`;
}

const ANSWERS: Readonly<Record<PublicAnswerCode, PublicAnswer>> = {
  not_found: { code: 'not_found', status: 404, messageKey: 'rights.public.not_found' },
  withdrawn: { code: 'withdrawn', status: 410, messageKey: 'rights.public.withdrawn' },
  no_longer: { code: 'no_longer', status: 410, messageKey: 'rights.public.no_longer' },
  not_here: { code: 'not_here', status: 451, messageKey: 'rights.public.not_here' },
  not_for_this_use: { code: 'not_for_this_use', status: 403, messageKey: 'rights.public.not_for_this_use' },
  not_yet: { code: 'not_yet', status: 403, messageKey: 'rights.public.not_yet' },
};

/** Reasons that must all go away: the most final one is the answer, `not_yet` only when nothing else is in the way. */
const STRICTEST_FIRST: readonly PublicAnswerCode[] = PUBLIC_ANSWER_CODES;

/** Licenses are alternatives: the one that comes closest to covering the use is the answer. */
const NEAREST_FIRST: readonly PublicAnswerCode[] = ['not_yet', 'no_longer', 'not_here', 'not_for_this_use'];

/**
 * The public answer for the reasons of a denial. Without any reason (an asset that does not exist, a link nobody
 * issued) it is `not_found`.
 */
export function publicAnswer(reasons: readonly Reason[]): PublicAnswer {
  const all: PublicAnswerCode[] = [];
  const alternatives: PublicAnswerCode[] = [];
  for (const reason of reasons) (isAlternative(reason) ? alternatives : all).push(collapse(reason));
  const nearest = NEAREST_FIRST.find((code) => alternatives.includes(code));
  if (nearest !== undefined) all.push(nearest);
  return ANSWERS[STRICTEST_FIRST.find((code) => all.includes(code)) ?? 'not_found'];
}

/** The answer with this code, for surfaces that deny before there is a snapshot. */
export function publicAnswerOf(code: PublicAnswerCode): PublicAnswer {
  return ANSWERS[code];
}

function isAlternative(reason: Reason): boolean {
  return (
    reason.code === 'license_not_started' ||
    reason.code === 'license_ended' ||
    reason.code === 'license_territory' ||
    reason.code === 'license_channel' ||
    reason.code === 'license_audience'
  );
}

function collapse(reason: Reason): PublicAnswerCode {
  switch (reason.code) {
    case 'not_approved':
    case 'curation_needs_member':
      return 'not_found';
    case 'asset_withdrawn':
      return 'withdrawn';
    case 'embargoed':
    case 'license_not_started':
    case 'enclosing_not_started':
      return 'not_yet';
    case 'license_ended':
    case 'release_ended':
    case 'enclosing_ended':
      return 'no_longer';
    case 'license_territory':
    case 'enclosing_territory':
      return 'not_here';
    case 'no_license':
    case 'license_channel':
    case 'license_audience':
    case 'license_prohibits':
    case 'override_prohibits':
    case 'release_missing':
    case 'enclosing_channel':
    case 'enclosing_audience':
    case 'enclosing_action':
      return 'not_for_this_use';
    case 'enclosing_inactive':
      return collapseState(reason.state);
    default:
      return reason satisfies never;
  }
}

function collapseState(state: Exclude<EnclosingState, 'active'>): PublicAnswerCode {
  switch (state) {
    case 'draft':
      return 'not_found';
    case 'off':
      return 'no_longer';
    case 'revoked':
      return 'withdrawn';
    default:
      return state satisfies never;
  }
}
