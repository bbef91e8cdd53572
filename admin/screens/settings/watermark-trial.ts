/**
 * Has the image engine draw a mark that nobody has saved. Typing and dragging are waited for, one picture at a time is asked for
 * however many are on the page, and a busy engine is asked again when it says.
 */
import { useEffect, useState } from 'preact/hooks';
import { type BrandWatermark, type TrialMark, trialMarkSchema } from '../../../shared/contract/index.ts';
import { ApiError } from '../../api.ts';
import { readMarked } from '../../operations/delivery.ts';
import { inTurn } from '../../state/in-turn.ts';
import { toApiError } from '../../state/resource.ts';

const TYPING_MS = 300;
const TRIES_MAX = 5;
const LONGEST_PAUSE_SECONDS = 10;

export interface Trial {
  /** Object URL of the mark as it is now; null before it is drawn, and where it cannot be. */
  readonly picture: string | null;
  readonly error: ApiError | null;
  readonly isDrawing: boolean;
}
const NOTHING: Trial = { picture: null, error: null, isDrawing: false };

const seconds = (count: number): Promise<void> => new Promise((done) => setTimeout(done, count * 1000));

/** @param isWanted false once somebody has asked for another */
async function draw(assetId: string, mark: TrialMark, isWanted: () => boolean): Promise<Blob | null> {
  for (let attempt = 1; isWanted(); attempt++) {
    try {
      return await readMarked(assetId, mark);
    } catch (failure) {
      const pause = failure instanceof ApiError && failure.status === 503 ? failure.retryAfterSeconds : null;
      if (pause === null || attempt === TRIES_MAX) throw failure;
      await seconds(Math.min(pause, LONGEST_PAUSE_SECONDS));
    }
  }
  return null;
}

/**
 * @param turn asks again when it changes
 * @param mayAsk who may not change marks is not drawn any
 */
export function useTrial(assetId: string, mark: BrandWatermark, turn: number, mayAsk: boolean): Trial {
  const [trial, setTrial] = useState<Trial>(NOTHING);
  const parsed = trialMarkSchema.safeParse(mark);
  // The same look under another name is the same picture.
  const look = mayAsk && parsed.success ? JSON.stringify(parsed.data) : null;
  useEffect(() => {
    if (look === null) {
      setTrial(NOTHING);
      return;
    }
    let isWanted = true;
    let picture: string | null = null;
    setTrial({ ...NOTHING, isDrawing: true });
    const timer = setTimeout(() => {
      void inTurn('watermark trials', async () => {
        try {
          const blob = await draw(assetId, JSON.parse(look) as TrialMark, () => isWanted);
          if (blob === null || !isWanted) return;
          picture = URL.createObjectURL(blob);
          setTrial({ picture, error: null, isDrawing: false });
        } catch (failure) {
          if (isWanted) setTrial({ ...NOTHING, error: toApiError(failure) });
        }
      });
    }, TYPING_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
      if (picture !== null) URL.revokeObjectURL(picture);
    };
  }, [assetId, look, turn, mayAsk]);
  return trial;
}
