/** The uses the console asks the rights engine about: the same decision that stands in front of every byte. */

import { signal } from '@preact/signals';
import { type Explanation, explainDecision } from '../../../shared/rights/explain.ts';
import { decideUsage, type PlannedUse, type RightsDecision } from '../../../shared/rights/index.ts';
import type { Audience, Channel, RightsSnapshot } from '../../../shared/rights/types.ts';
import { now } from '../../state/clock.ts';
import { locale, timeZone } from '../../state/locale.ts';

/** Who asks, for what, where. */
export interface Question {
  readonly audience: Audience;
  readonly channel: Channel;
  /** ISO 3166-1 alpha-2; null is an unknown country. */
  readonly territory: string | null;
}

/** A press visitor's browser in the middle of the audience: what lists sum up in a word. */
export const PUBLIC_ON_THE_WEB: Question = { audience: 'public', channel: 'web', territory: 'DE' };

/** The question the asset page draws its timeline for; the checker changes it. */
export const asked = signal<Question>(PUBLIC_ON_THE_WEB);

/** The use behind a question: a download of a rendition, through nothing that limits it further. */
export function useOf(question: Question): PlannedUse {
  return {
    subject: { kind: 'public', audience: question.audience },
    action: 'download_rendition',
    channel: question.channel,
    territory: question.territory,
    enclosing: [],
  };
}

export function decide(rights: RightsSnapshot, question: Question, at: number): RightsDecision {
  return decideUsage(rights, { ...useOf(question), now: at });
}

export function explain(
  rights: RightsSnapshot,
  question: Question,
  at: number,
): Explanation & { allowed: boolean } {
  const use = { ...useOf(question), now: at };
  const decision = decideUsage(rights, use);
  return {
    allowed: decision.allowed,
    ...explainDecision(locale.value, { rights, use, decision, zone: timeZone.value }),
  };
}

/** What the public on the web is told now. */
export function explainNow(rights: RightsSnapshot): Explanation & { allowed: boolean } {
  return explain(rights, PUBLIC_ON_THE_WEB, now.value);
}
