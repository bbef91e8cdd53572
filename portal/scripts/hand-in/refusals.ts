/** Why the server did not take a file, in the reader's words. */
import { type Locale, t } from '../../../shared/messages/index.ts';
import { formatBytes } from '../../view/units.ts';

export interface Limits {
  readonly maxFileBytes: number;
  readonly maxTotalBytes: number;
  readonly maxFiles: number;
}

/** What an error of tus-js-client carries of the answer. */
interface Answered {
  readonly originalResponse?: { getStatus(): number; getBody(): string } | null;
}

export function explainRefusal(locale: Locale, error: Error & Answered, limits: Limits): string {
  const status = error.originalResponse?.getStatus() ?? 0;
  switch (status) {
    case 0:
      return t(locale, 'upload.refused.network');
    case 415:
      return t(locale, 'upload.refused.type');
    case 413:
      return explainLimit(locale, error.originalResponse?.getBody() ?? '', limits);
    // The words to agree to have changed, or the browser no longer says who this is: the page asks again.
    case 401:
      return t(locale, 'upload.refused.agree');
    case 403:
    case 404:
    case 410:
      return t(locale, 'upload.refused.closed');
    default:
      return t(locale, 'upload.refused.server', { status: String(status) });
  }
}

function explainLimit(locale: Locale, body: string, limits: Limits): string {
  switch (limitOf(body)) {
    case 'maxFiles':
      return t(locale, 'upload.refused.count', { count: limits.maxFiles });
    case 'bytes':
      return t(locale, 'upload.refused.room');
    default:
      return t(locale, 'upload.refused.size', { size: formatBytes(locale, limits.maxFileBytes) });
  }
}

function limitOf(body: string): unknown {
  try {
    const problem = JSON.parse(body) as { context?: { limit?: unknown } };
    return problem.context?.limit;
  } catch {
    // An answer of something in between; the size is the likeliest reason.
    return null;
  }
}
