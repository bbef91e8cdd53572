import type { z } from 'zod';
import type { AssetDetail, suggestionDecisionInput } from '../../../shared/contract/assets.ts';
import type { Caller } from '../../http/app-env.ts';

export interface TaggingService {
  /** Accepted suggestions become keywords; rejected ones are not offered again. */
  decide(
    caller: Caller,
    assetId: string,
    input: z.infer<typeof suggestionDecisionInput>,
  ): Promise<AssetDetail>;
}
