/** A photograph, watermarks, and plans made of them; each test says the one thing it asks for. */
import { normalizeTransformation } from '../../../shared/delivery/canonical.ts';
import { IDENTITY } from '../../../shared/delivery/parse.ts';
import { type PlanInput, planRendition, type SourceFacts } from '../../../shared/delivery/plan.ts';
import type { RenderPlan, Transformation, Watermark } from '../../../shared/delivery/types.ts';

export const photo: SourceFacts = {
  mediaType: 'image/jpeg',
  width: 6000,
  height: 4000,
  orientation: 1,
  hasAlpha: false,
  pages: 1,
  focalPoint: null,
};
export const mark = {
  kind: 'text',
  text: 'PREVIEW',
  position: 'center',
  opacity: 0.4,
  tiled: true,
  scale: 0.3,
} satisfies Watermark;
export const logo: Watermark = { ...mark, kind: 'image', assetKey: 'originals/abc' };

/** What `planRendition` is asked, about the photograph unless said. */
export function input(wish: Partial<Transformation>, rest: Partial<PlanInput> = {}): PlanInput {
  return {
    transformation: normalizeTransformation({ ...IDENTITY, ...wish }),
    source: photo,
    conditions: {},
    format: 'webp',
    watermarks: new Map([
      ['logo', logo],
      ['draft', mark],
      ['press-2026', mark],
    ]),
    protectiveWatermark: mark,
    ...rest,
  };
}

/** A plan that can be made. */
export function plan(wish: Partial<Transformation>, rest: Partial<PlanInput> = {}): RenderPlan {
  const result = planRendition(input(wish, rest));
  if (!result.ok) throw new Error(result.reason);
  return result.plan;
}
