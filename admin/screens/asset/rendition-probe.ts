/**
 * Asks for one rendition as a web site would, and keeps everything the answer says. A newer question aborts the older one;
 * typing is waited for.
 */
import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../../../shared/contract/index.ts';
import type { ApiError } from '../../api.ts';
import { signUrl } from '../../operations/delivery.ts';
import { locale } from '../../state/locale.ts';
import { toApiError } from '../../state/resource.ts';
import type { AddressState } from './transformation-text.ts';

const TYPING_MS = 250;

/** What kinds of client send as `Accept` for a picture. */
export const CLIENTS = {
  modern: 'image/avif,image/webp,*/*;q=0.8',
  webp: 'image/webp,*/*;q=0.8',
  old: '*/*',
} as const;
export type Client = keyof typeof CLIENTS;

export interface Answer {
  /** Path and query that were asked for. */
  readonly path: string;
  readonly status: number;
  readonly timeMs: number;
  readonly bytes: number;
  readonly mediaType: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Object URL of the picture; null where the answer is none. */
  readonly picture: string | null;
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly problem: Problem | null;
  /** Seconds after which to come back, as the answer says; null where it does not. */
  readonly retryAfterSeconds: number | null;
  /** Where the address led, such as to the successor's picture; null where it answered itself. */
  readonly ledTo: string | null;
  /** The address carries a signature made for this look. */
  readonly isPreviewSigned: boolean;
}

export interface Probe {
  readonly isAsking: boolean;
  /** The last answer; stays while the next is on its way. */
  readonly answer: Answer | null;
  /** No answer came at all. */
  readonly error: ApiError | null;
}

export interface ProbeQuestion {
  readonly assetId: string;
  readonly text: string;
  readonly name: string;
  readonly address: AddressState;
  readonly client: Client;
  readonly maySign: boolean;
  /** Asks again when it changes. */
  readonly turn: number;
}

async function pathOf(
  question: ProbeQuestion,
  signal: AbortSignal,
): Promise<{ path: string; isPreviewSigned: boolean }> {
  const { assetId, text, name, address, maySign } = question;
  if (address.kind === 'signed' && maySign) {
    const signed = await signUrl(
      assetId,
      { transformation: address.canonical, expiresAt: null, isPreview: true },
      signal,
    );
    const url = new URL(signed.url);
    return { path: `${url.pathname}${url.search}`, isPreviewSigned: true };
  }
  const segment = address.kind === 'wrong' ? text : address.canonical;
  return { path: `/i/${assetId}/${encodeURIComponent(segment)}/${name}`, isPreviewSigned: false };
}

async function problemOf(response: Response, body: Blob): Promise<Problem | null> {
  if (!(response.headers.get('content-type') ?? '').includes('json')) return null;
  try {
    return JSON.parse(await body.text()) as Problem;
  } catch {
    // The status says what there is to say.
    return null;
  }
}

function secondsOf(retryAfter: string | null): number | null {
  const seconds = Number(retryAfter ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;
}

async function ask(question: ProbeQuestion, signal: AbortSignal): Promise<Answer> {
  const { path, isPreviewSigned } = await pathOf(question, signal);
  const startedAt = performance.now();
  const response = await fetch(path, {
    signal,
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'follow',
    referrerPolicy: 'no-referrer',
    // Problems are read by whoever uses the console, whatever language their browser has.
    headers: { accept: CLIENTS[question.client], 'accept-language': locale.value },
  });
  const body = await response.blob();
  const timeMs = performance.now() - startedAt;
  const isPicture = body.type.startsWith('image/') && body.size > 0;
  let size: Answer['size'] = null;
  if (isPicture) {
    const bitmap = await createImageBitmap(body).catch(() => null);
    if (bitmap !== null) {
      size = { width: bitmap.width, height: bitmap.height };
      bitmap.close();
    }
  }
  return {
    path,
    status: response.status,
    timeMs,
    bytes: body.size,
    mediaType: body.type,
    headers: [...response.headers].sort(([one], [other]) => one.localeCompare(other)),
    picture: isPicture ? URL.createObjectURL(body) : null,
    size,
    problem: await problemOf(response, body),
    retryAfterSeconds: secondsOf(response.headers.get('retry-after')),
    ledTo: response.redirected ? new URL(response.url).pathname : null,
    isPreviewSigned,
  };
}

export function useProbe(question: ProbeQuestion): Probe {
  const [probe, setProbe] = useState<Probe>({ isAsking: true, answer: null, error: null });
  const { assetId, text, client, maySign, turn } = question;
  useEffect(() => {
    const abort = new AbortController();
    setProbe((before) => ({ ...before, isAsking: true }));
    const timer = setTimeout(async () => {
      try {
        const answer = await ask(question, abort.signal);
        if (abort.signal.aborted) {
          if (answer.picture !== null) URL.revokeObjectURL(answer.picture);
          return;
        }
        setProbe({ isAsking: false, answer, error: null });
      } catch (failure) {
        if (!abort.signal.aborted) setProbe({ isAsking: false, answer: null, error: toApiError(failure) });
      }
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [assetId, text, client, maySign, turn]);
  // A picture is let go when the next one stands in its place.
  const picture = probe.answer?.picture ?? null;
  useEffect(
    () => () => {
      if (picture !== null) URL.revokeObjectURL(picture);
    },
    [picture],
  );
  return probe;
}
