import type { AssetDetail } from '../../../shared/contract/index.ts';
import { RightsBrief } from './RightsBrief.tsx';

export function RightsSection({ asset }: { asset: AssetDetail }) {
  return <RightsBrief asset={asset} />;
}
