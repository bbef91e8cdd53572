/** What would not go out of links whose end is moved: asked for the new end, before it is set. */
import { useEffect, useState } from 'preact/hooks';
import type { Preflight } from '../../../shared/contract/index.ts';
import { preflightShare } from '../../operations/shares.ts';
import { toApiError } from '../../state/resource.ts';
import { PreflightBanner } from './PreflightBanner.tsx';

const DELAY_MS = 250;
/** Links that are looked at side by side. */
const LANES = 3;

export interface NewEnd {
  readonly id: string;
  readonly endsAt: number;
}

/** The answers as they come, by link: those to what was asked last. */
export function useEndChecks(ends: readonly NewEnd[]): ReadonlyMap<string, Preflight> {
  const [answers, setAnswers] = useState<ReadonlyMap<string, Preflight>>(new Map());
  const question = JSON.stringify(ends.map(({ id, endsAt }) => [id, endsAt]));
  useEffect(() => {
    let isCurrent = true;
    setAnswers(new Map());
    const waiting = [...ends];
    async function walk(): Promise<void> {
      for (let next = waiting.shift(); isCurrent && next !== undefined; next = waiting.shift()) {
        const { id, endsAt } = next;
        try {
          const answer = await preflightShare({ source: { kind: 'link', shareLinkId: id }, endsAt });
          if (isCurrent) setAnswers((known) => new Map(known).set(id, answer));
        } catch (error) {
          // Advice; the server decides again on every download.
          console.warn(toApiError(error).message);
        }
      }
    }
    const timer = setTimeout(() => {
      for (let lane = 0; lane < LANES; lane++) void walk();
    }, DELAY_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [question]);
  return answers;
}

/** The look at one link's new end; nothing until it is there. */
export function EndCheck({ preflight }: { readonly preflight: Preflight | undefined }) {
  return preflight === undefined ? null : <PreflightBanner preflight={preflight} />;
}
