/** The status of an asset and where it can go from here: draft → in review → approved → withdrawn. */
import { BadgeCheck, CornerUpLeft, type LucideIcon, Send, ShieldOff } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { AssetCard, Permission } from '../../../shared/contract/index.ts';
import type { AssetStatus } from '../../../shared/rights/types.ts';
import { Button } from '../../components/Button.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { setStatus } from '../../state/asset-changes.ts';
import { tr } from '../../state/locale.ts';
import { notifyFailure } from '../../state/notices.ts';
import { may } from '../../state/session.ts';
import { WithdrawDialog } from '../library/WithdrawDialog.tsx';

interface Step {
  readonly to: AssetStatus;
  readonly permission: Permission;
  readonly icon: LucideIcon;
  readonly tone: 'primary' | 'plain' | 'danger';
  readonly label:
    | 'console.step.submit'
    | 'console.step.approve'
    | 'console.step.return'
    | 'console.step.withdraw'
    | 'console.step.reinstate';
}

const APPROVE = {
  to: 'approved',
  permission: 'asset:approve',
  icon: BadgeCheck,
  tone: 'primary',
  label: 'console.step.approve',
} as const;
const RETURN = {
  to: 'draft',
  permission: 'asset:write',
  icon: CornerUpLeft,
  tone: 'plain',
  label: 'console.step.return',
} as const;
const STEPS: Readonly<Record<AssetStatus, readonly Step[]>> = {
  draft: [
    { to: 'in_review', permission: 'asset:write', icon: Send, tone: 'primary', label: 'console.step.submit' },
    { ...APPROVE, tone: 'plain' },
  ],
  in_review: [APPROVE, RETURN],
  approved: [
    {
      to: 'withdrawn',
      permission: 'asset:withdraw',
      icon: ShieldOff,
      tone: 'danger',
      label: 'console.step.withdraw',
    },
  ],
  withdrawn: [
    {
      to: 'approved',
      permission: 'asset:approve',
      icon: BadgeCheck,
      tone: 'plain',
      label: 'console.step.reinstate',
    },
    RETURN,
  ],
};

export function StatusControl({ asset }: { asset: AssetCard }) {
  const [isWithdrawing, setWithdrawing] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const go = async (step: Step) => {
    if (step.to === 'withdrawn') {
      setWithdrawing(true);
      return;
    }
    setBusy(true);
    try {
      await setStatus([asset], step.to);
    } catch (error) {
      notifyFailure(error, tr('console.status_failed', { count: 1 }));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="status-control">
      <StatusMark status={asset.status} />
      <span class="line-up">
        {STEPS[asset.status]
          .filter((step) => may(step.permission))
          .map((step) => (
            <Button
              key={step.to}
              icon={step.icon}
              tone={step.tone}
              isBusy={isBusy}
              onClick={() => void go(step)}
            >
              {tr(step.label)}
            </Button>
          ))}
      </span>
      {isWithdrawing && <WithdrawDialog assets={[asset]} onClose={() => setWithdrawing(false)} />}
    </div>
  );
}
