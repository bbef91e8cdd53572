/** What an address asks for, whether or not it may be asked for: for the size of what is shown instead. */
import {
  BUILT_IN_PRESETS,
  IDENTITY,
  parseTransformation,
  resolvePreset,
} from '../../../shared/delivery/index.ts';
import type { ResolvedTransformation } from './service.ts';

/** The picture as it is where the address says nothing that is known. */
export function askedFor(
  segment: string,
  now: number,
): Pick<ResolvedTransformation, 'transformation' | 'preset'> {
  const parsed = parseTransformation(segment);
  if (!parsed.ok) return { transformation: IDENTITY, preset: null };
  if (parsed.value.kind === 'free') return { transformation: parsed.value.transformation, preset: null };
  const { preset: name, dpr, f } = parsed.value;
  const found = resolvePreset(BUILT_IN_PRESETS, { name, dpr, f }, { audience: 'public', now });
  return found.ok ? found : { transformation: IDENTITY, preset: null };
}
