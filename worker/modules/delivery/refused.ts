/** What an engine refuses, as the answer a client can act on. */
import {
  type Capability,
  drawnSize,
  type EngineCapabilities,
  isAboutRequest,
  mostPixels,
  outputSize,
  type RefusalCause,
  type RenderPlan,
  refusalText,
} from '../../../shared/delivery/index.ts';
import { t } from '../../../shared/messages/index.ts';
import { Failure, fail } from '../../http/errors.ts';
import type { Refused } from '../../ports/image-transformer.ts';

/** What was refused, as far as it is known. */
interface RefusedSource {
  readonly mediaType: string;
  readonly width: number | null;
  readonly height: number | null;
}

/** What people are told of a refusal that says no more than its reason. */
export function causeOf(refused: Refused, source: RefusedSource): RefusalCause {
  if (refused.cause !== undefined) return refused.cause;
  const { mediaType, width, height } = source;
  switch (refused.reason) {
    case 'too_large':
      return { code: 'memory', mediaType, width, height };
    case 'unsupported':
      return { code: 'type', mediaType };
    case 'damaged':
      return { code: 'damaged' };
    default:
      return { code: 'failed' };
  }
}

/** Turns an engine's refusal into the answer a client can act on. */
export function refuse(refused: Refused, source: RefusedSource): never {
  switch (refused.reason) {
    case 'busy':
    case 'timeout':
      return fail('busy', { headers: { 'retry-after': String(refused.retryAfterSeconds ?? 5) } });
    case 'too_large':
    case 'unsupported':
    case 'damaged': {
      const cause = causeOf(refused, source);
      const isRequest = isAboutRequest(cause);
      return fail(isRequest ? 'transformation_invalid' : 'unsupported_media', {
        inWords: (locale) => {
          const words = refusalText(locale, cause);
          const detail = isRequest ? words : t(locale, 'delivery.refused.engine', { cause: words });
          return { detail, context: { cause } };
        },
      });
    }
    case 'failed':
      return fail('unavailable', { headers: { 'retry-after': '5' } });
    default:
      return refused.reason satisfies never;
  }
}

/** The answer to a plan that an engine does not declare: a size is told in numbers, anything else by its name. */
export function unfit(plan: RenderPlan, missing: readonly Capability[], engine: EngineCapabilities): Failure {
  const most = mostPixels(engine, plan.format);
  const isAllOf = (size: Capability): boolean => missing.every((capability) => capability === size);
  const cause: RefusalCause | null = isAllOf('size:output')
    ? { code: 'rendition', format: plan.format, ...outputSize(plan), most }
    : isAllOf('size:drawing')
      ? { code: 'drawing', ...drawnSize(plan.source, plan, plan.rotate), most: engine.maxDrawnPixels ?? 0 }
      : null;
  return new Failure('transformation_invalid', {
    inWords: (locale) => ({
      detail:
        cause === null
          ? t(locale, 'delivery.refused.missing', { missing: missing.join(', ') })
          : refusalText(locale, cause),
      context: cause === null ? { missing } : { missing, cause },
    }),
  });
}
