/**
 * Mirroring and turning, of which there are eight and not sixteen: `flip` comes first and `rot` after it, so `flip=hv` is
 * `rot=180`, and `flip=v` turned by 90 degrees is `flip=h` turned by 270.
 */
import type { Flip, Rotation } from './types.ts';

export interface Turn {
  readonly flip: Flip;
  readonly rot: Rotation;
}

const opposite: Readonly<Record<Rotation, Rotation>> = { 0: 180, 90: 270, 180: 0, 270: 90 };

/** The one way to say what `flip` and then `rot` (clockwise) do: at most one mirror, and no turn where a mirror alone does it. */
export function normalizeTurn({ flip, rot }: Turn): Turn {
  switch (flip) {
    case 'none':
      return { flip, rot };
    case 'hv':
      return { flip: 'none', rot: opposite[rot] };
    case 'h':
      return rot === 180 ? { flip: 'v', rot: 0 } : { flip, rot };
    case 'v':
      return rot === 0 ? { flip, rot } : normalizeTurn({ flip: 'h', rot: opposite[rot] });
    default:
      return flip satisfies never;
  }
}
