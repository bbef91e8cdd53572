/** The review queue: one asset after the other, decided from the keyboard. J and K move, A approves, R returns. */
import { BadgeCheck, CheckCheck, CircleAlert, CircleCheck, CornerUpLeft, TriangleAlert } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import type { AssetCard, AssetDetail } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { TextAreaField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Screen } from '../../components/Screen.tsx';
import { EmptyState, ErrorState, Loaded, Skeleton, useIsSlow } from '../../components/States.tsx';
import { Thumb } from '../../components/Thumb.tsx';
import { readAsset } from '../../operations/assets.ts';
import { assetKey, setStatus } from '../../state/asset-changes.ts';
import { useAssetList } from '../../state/asset-list.ts';
import { useCommands } from '../../state/commands.ts';
import { locale, tr } from '../../state/locale.ts';
import { notifyFailure } from '../../state/notices.ts';
import { useResource } from '../../state/resource.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { isNarrow } from '../../state/viewport.ts';
import { DescribeSection } from '../asset/DescribeSection.tsx';
import { KeywordsSection } from '../asset/KeywordsSection.tsx';
import { RightsBrief } from '../rights/RightsBrief.tsx';
import { findingsOf } from './findings.ts';

export default function ReviewScreen() {
  const list = useAssetList({ status: 'in_review', sort: 'oldest' });
  const [currentId, setCurrentId] = useState<string | null>(null);
  const [isReturning, setReturning] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const waiting = list.items.filter(({ status }) => status === 'in_review');
  const index = Math.max(
    0,
    waiting.findIndex(({ id }) => id === currentId),
  );
  const current = waiting[index] ?? null;
  const step = (direction: 1 | -1) => {
    const next = waiting[index + direction];
    if (next) setCurrentId(next.id);
  };
  /** Where reviewing goes on once this one is decided. */
  const after = () => waiting[index + 1] ?? waiting[index - 1] ?? null;
  const approve = async (asset: AssetCard) => {
    if (isBusy) return;
    const next = after();
    setBusy(true);
    try {
      await setStatus([asset], 'approved');
      setCurrentId(next?.id ?? null);
    } catch (error) {
      notifyFailure(error, tr('console.status_failed', { count: 1 }));
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    if (waiting.length > 0 && waiting.length < 5) list.loadMore();
  }, [waiting.length]);
  useShortcuts({
    j: () => step(1),
    ArrowDown: () => step(1),
    k: () => step(-1),
    ArrowUp: () => step(-1),
    a: () => {
      if (current) void approve(current);
    },
    r: () => {
      if (current) setReturning(true);
    },
  });
  useCommands(
    () =>
      current
        ? [
            {
              id: 'review:approve',
              label: tr('console.review.approve_named', { title: current.title }),
              group: tr('console.nav.review'),
              icon: BadgeCheck,
              shortcut: 'a',
              run: () => void approve(current),
            },
            {
              id: 'review:return',
              label: tr('console.review.return_named', { title: current.title }),
              group: tr('console.nav.review'),
              icon: CornerUpLeft,
              shortcut: 'r',
              run: () => setReturning(true),
            },
          ]
        : [],
    [current?.id, locale.value],
  );
  const resource = useResource(current ? assetKey(current.id) : null, (signal) =>
    readAsset(current?.id ?? '', signal),
  );
  return (
    <Screen
      title={tr('console.nav.review')}
      count={list.isNew ? undefined : tr('console.review.waiting', { count: waiting.length })}
      isPadded={false}
      inspector={
        current &&
        !isNarrow.value && (
          <Loaded
            of={resource}
            skeleton={
              <div class="pad">
                <Skeleton />
              </div>
            }
          >
            {(asset) => (
              <>
                <Findings asset={asset} />
                <RightsBrief asset={asset} />
                <KeywordsSection key={`keywords-${asset.id}`} asset={asset} />
                <DescribeSection key={asset.id} asset={asset} />
              </>
            )}
          </Loaded>
        )
      }
    >
      <Queue list={list} waiting={waiting} current={current} onChoose={setCurrentId}>
        {current && (
          <div class="review-stage">
            <div class="review-picture">
              <Thumb key={current.id} asset={current} transformation="preview" alt={current.title} isEager />
            </div>
            <div class="review-bar">
              <a href={`/admin/assets/${current.id}`} class="truncate">
                {current.title}
              </a>
              <Button icon={CornerUpLeft} shortcut="r" onClick={() => setReturning(true)}>
                {tr('console.review.return')}
              </Button>
              <Button
                tone="primary"
                icon={BadgeCheck}
                shortcut="a"
                isBusy={isBusy}
                onClick={() => void approve(current)}
              >
                {tr('console.step.approve')}
              </Button>
            </div>
          </div>
        )}
      </Queue>
      {isReturning && current && (
        <ReturnDialog
          asset={current}
          onClose={() => setReturning(false)}
          onReturned={() => setCurrentId(after()?.id ?? null)}
        />
      )}
    </Screen>
  );
}

interface QueueProps {
  readonly list: ReturnType<typeof useAssetList>;
  readonly waiting: readonly AssetCard[];
  readonly current: AssetCard | null;
  readonly onChoose: (id: string) => void;
  readonly children: preact.ComponentChildren;
}

function Queue({ list, waiting, current, onChoose, children }: QueueProps) {
  const isSlow = useIsSlow(list.isNew && list.error === null);
  if (list.error && list.items.length === 0) return <ErrorState error={list.error} onRetry={list.reload} />;
  if (list.isNew) {
    return isSlow ? (
      <div class="pad">
        <Skeleton />
      </div>
    ) : null;
  }
  if (waiting.length === 0) {
    return (
      <EmptyState
        icon={CheckCheck}
        title={tr('console.review.none_title')}
        action={
          <a class="button" href="/admin/library?status=draft">
            {tr('console.review.none_action')}
          </a>
        }
      >
        {tr('console.review.none_text')}
      </EmptyState>
    );
  }
  return (
    <div class="review">
      <ol class="review-queue" aria-label={tr('console.review.queue')}>
        {waiting.map((asset) => (
          <li key={asset.id}>
            <button
              type="button"
              class="review-item"
              aria-current={asset.id === current?.id ? 'true' : undefined}
              onClick={() => onChoose(asset.id)}
            >
              <span class="table-thumb">
                <Thumb asset={asset} fit="cover" />
              </span>
              <span>
                <span class="truncate" style={{ display: 'block' }}>
                  {asset.title}
                </span>
                <span class="muted small">{tr(`console.kind.${asset.kind}`)}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {children}
    </div>
  );
}

/** What is missing, said before it is approved. */
function Findings({ asset }: { asset: AssetDetail }) {
  const findings = findingsOf(asset);
  return (
    <section class="inspector-section" aria-label={tr('console.review.findings')}>
      <h2 class="field-label">{tr('console.review.findings')}</h2>
      <ul class="review-findings">
        {findings.length === 0 && (
          <li data-tone="good">
            <Icon of={CircleCheck} />
            {tr('console.review.complete')}
          </li>
        )}
        {findings.map(({ code, tone }) => (
          <li key={code} data-tone={tone}>
            <Icon of={tone === 'bad' ? CircleAlert : TriangleAlert} />
            {tr(`console.review.finding.${code}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ReturnDialog(props: { asset: AssetCard; onClose: () => void; onReturned: () => void }) {
  const [reason, setReason] = useState('');
  return (
    <ActionDialog
      title={tr('console.review.return_named', { title: props.asset.title })}
      onClose={props.onClose}
      action={tr('console.review.return')}
      isDisabled={reason.trim().length < 3}
      onAction={async () => {
        await setStatus([props.asset], 'draft', { reason: reason.trim() });
        props.onReturned();
      }}
    >
      <TextAreaField
        label={tr('console.review.reason')}
        hint={tr('console.review.reason_hint')}
        required
        maxLength={1000}
        value={reason}
        onValue={setReason}
      />
    </ActionDialog>
  );
}
