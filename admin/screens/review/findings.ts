/** What a reviewer should know before approving: what is missing and what will not go out. Pure. */
import type { AssetDetail } from '../../../shared/contract/index.ts';

export type FindingCode =
  | 'credit'
  | 'copyright'
  | 'alt_text'
  | 'caption'
  | 'damaged'
  | 'no_license'
  | 'not_deliverable'
  | 'suggestions';

export interface Finding {
  readonly code: FindingCode;
  readonly tone: 'warn' | 'bad';
}

export function findingsOf(asset: AssetDetail): Finding[] {
  const findings: Finding[] = [];
  const isPicture = asset.kind === 'image' || asset.kind === 'vector';
  if (asset.verdict === 'damaged') findings.push({ code: 'damaged', tone: 'bad' });
  if (asset.rights.state === 'unlicensed') findings.push({ code: 'no_license', tone: 'bad' });
  else if (asset.rights.state === 'ended' || asset.rights.state === 'blocked') {
    findings.push({ code: 'not_deliverable', tone: 'bad' });
  }
  if (!asset.fields.creditLine && !asset.fields.creator) findings.push({ code: 'credit', tone: 'warn' });
  if (!asset.fields.copyrightNotice) findings.push({ code: 'copyright', tone: 'warn' });
  if (isPicture && !asset.fields.altText) findings.push({ code: 'alt_text', tone: 'warn' });
  if (isPicture && !asset.fields.caption) findings.push({ code: 'caption', tone: 'warn' });
  if (asset.suggestions.some(({ state }) => state === 'pending'))
    findings.push({ code: 'suggestions', tone: 'warn' });
  return findings;
}
