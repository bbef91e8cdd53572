/** A 6-px mark and a word: status and rights, never by colour alone. */
import type { RightsSummary, ShareState } from '../../shared/contract/index.ts';
import type { AssetStatus } from '../../shared/rights/types.ts';
import { showDate, tr } from '../state/locale.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'accent' | 'plain';

export interface MarkProps {
  readonly tone: Tone;
  readonly label: string;
  /** Not in force (draft, upcoming): drawn hollow. */
  readonly isHollow?: boolean;
  readonly title?: string;
}

export function Mark({ tone, label, isHollow, title }: MarkProps) {
  return (
    <span class="mark" data-tone={tone} data-shape={isHollow ? 'hollow' : undefined} title={title}>
      {label}
    </span>
  );
}

const STATUS_TONES: Readonly<Record<AssetStatus, Tone>> = {
  draft: 'plain',
  in_review: 'accent',
  approved: 'good',
  withdrawn: 'bad',
};

export function StatusMark({ status }: { status: AssetStatus }) {
  return (
    <Mark tone={STATUS_TONES[status]} isHollow={status === 'draft'} label={tr(`rights.status.${status}`)} />
  );
}

const RIGHTS_TONES: Readonly<Record<RightsSummary['state'], Tone>> = {
  cleared: 'good',
  ending: 'warn',
  upcoming: 'accent',
  embargoed: 'warn',
  ended: 'bad',
  unlicensed: 'plain',
  blocked: 'bad',
};

/** The state of the rights in a word, with the day it changes. */
export function RightsMark({ rights }: { rights: RightsSummary }) {
  const { state, until, startsAt } = rights;
  const day =
    state === 'ending' && until !== null
      ? showDate(until)
      : (state === 'embargoed' || state === 'upcoming') && startsAt !== null
        ? showDate(startsAt)
        : null;
  const word = tr(`console.rights_state.${state}`);
  return (
    <Mark
      tone={RIGHTS_TONES[state]}
      isHollow={state === 'unlicensed' || state === 'upcoming'}
      label={day === null ? word : `${word} ${day}`}
    />
  );
}

/** Both, the one that asks for attention first: where there is room for one only, the other is what everybody expects. */
export function AssetMarks({ status, rights }: { status: AssetStatus; rights: RightsSummary }) {
  const isRightsNews = status === 'approved' && rights.state !== 'cleared';
  return (
    <>
      {isRightsNews && <RightsMark rights={rights} />}
      <StatusMark status={status} />
      {!isRightsNews && <RightsMark rights={rights} />}
    </>
  );
}

const SHARE_TONES: Readonly<Record<ShareState, Tone>> = {
  active: 'good',
  scheduled: 'accent',
  ended: 'plain',
  used_up: 'warn',
  off: 'warn',
  revoked: 'bad',
};

export function ShareMark({ state }: { state: ShareState }) {
  return (
    <Mark
      tone={SHARE_TONES[state]}
      isHollow={state === 'scheduled'}
      label={tr(`console.share_state.${state}`)}
    />
  );
}
