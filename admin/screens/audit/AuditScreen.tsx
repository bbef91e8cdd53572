/** What happened, newest first, in sentences; by kind of event and by person. */
import { Clock, SearchX } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { AuditEvent } from '../../../shared/contract/index.ts';
import { formatDate } from '../../../shared/time/index.ts';
import { Button } from '../../components/Button.tsx';
import { type FilterToken, FilterTokens } from '../../components/FilterTokens.tsx';
import { Screen } from '../../components/Screen.tsx';
import { EmptyState, ErrorState, Skeleton, useIsSlow } from '../../components/States.tsx';
import { listAudit } from '../../operations/insights.ts';
import { listUsers } from '../../operations/settings.ts';
import { now } from '../../state/clock.ts';
import { locale, showMoment, timeZone, tr } from '../../state/locale.ts';
import { goTo } from '../../state/navigation.ts';
import { usePages } from '../../state/pages.ts';
import { useResource } from '../../state/resource.ts';
import { may } from '../../state/session.ts';

const NOUNS = [
  'asset',
  'license',
  'collection',
  'portal',
  'share_link',
  'upload_request',
  'submission',
  'inquiry',
  'suggestion',
  'user',
  'settings',
] as const;
type Noun = (typeof NOUNS)[number];

/** Where a fact's target can be looked at; null for what has no page. */
function addressOf({ target }: AuditEvent): string | null {
  switch (target.kind) {
    case 'asset':
      return `/admin/assets/${target.id}`;
    case 'collection':
      return `/admin/collections/${target.id}`;
    case 'portal':
      return `/admin/portals/${target.id}`;
    case 'share_link':
      return `/admin/shares/${target.id}`;
    default:
      return null;
  }
}

export default function AuditScreen() {
  const { query } = useLocation();
  const targetId = query.targetId;
  const [noun, setNoun] = useState<Noun | null>(null);
  const [actorId, setActor] = useState<string | null>(null);
  const users = useResource(may('user:manage') ? 'users' : null, listUsers);
  const filters = {
    ...(noun === null ? {} : { event: noun }),
    ...(actorId === null ? {} : { actorId }),
    ...(targetId ? { targetId } : {}),
  };
  const list = usePages<AuditEvent>(`audit ${JSON.stringify(filters)}`, (cursor, signal) =>
    listAudit({ ...filters, ...(cursor === undefined ? {} : { cursor }) }, signal),
  );
  const isSlow = useIsSlow(list.isNew && list.error === null);
  const days = useMemo(() => byDay(list.items), [list.items, now.value, timeZone.value]);
  const isFiltered = noun !== null || actorId !== null || Boolean(targetId);
  const clear = () => {
    setNoun(null);
    setActor(null);
    if (targetId) goTo('/admin/audit', { isReplacing: true });
  };
  const actor = users.data?.find(({ id }) => id === actorId);
  const tokens: FilterToken[] = [
    ...(noun === null
      ? []
      : [{ id: 'noun', label: tr(`console.audit.noun.${noun}`), onRemove: () => setNoun(null) }]),
    ...(actorId === null
      ? []
      : [
          {
            id: 'actor',
            label: tr('console.audit.by', { name: actor?.name ?? actorId }),
            onRemove: () => setActor(null),
          },
        ]),
    ...(targetId
      ? [
          {
            id: 'target',
            label: tr('console.audit.about', { name: list.items[0]?.target.label ?? targetId }),
            onRemove: () => goTo('/admin/audit', { isReplacing: true }),
          },
        ]
      : []),
  ];
  return (
    <Screen
      title={tr('console.nav.audit')}
      toolbar={
        <FilterTokens
          tokens={tokens}
          offers={[
            ...NOUNS.filter((name) => name !== noun).map((name) => ({
              id: name,
              label: tr(`console.audit.noun.${name}`),
              run: () => setNoun(name),
            })),
            ...(users.data ?? [])
              .filter(({ id }) => id !== actorId)
              .map(({ id, name }, index) => ({
                id,
                label: tr('console.audit.by', { name }),
                isSeparated: index === 0,
                run: () => setActor(id),
              })),
          ]}
        />
      }
    >
      {list.error && list.items.length === 0 && <ErrorState error={list.error} onRetry={list.reload} />}
      {isSlow && <Skeleton lines={10} />}
      {!list.isNew && list.items.length === 0 && !list.error && (
        <EmptyState
          icon={isFiltered ? SearchX : Clock}
          title={tr('console.audit.none_title')}
          action={isFiltered && <Button onClick={clear}>{tr('console.library.none_action')}</Button>}
        >
          {!isFiltered && tr('console.audit.none_text')}
        </EmptyState>
      )}
      <div class="audit">
        {days.map(({ day, events }) => (
          <section key={day} aria-label={day}>
            <h2 class="audit-day">{day}</h2>
            <ol>
              {events.map((event) => (
                <Fact key={event.id} event={event} />
              ))}
            </ol>
          </section>
        ))}
        {list.hasMore && (
          <div class="more-rows">
            <Button isBusy={list.isLoading} onClick={list.loadMore}>
              {tr('console.audit.older')}
            </Button>
          </div>
        )}
      </div>
    </Screen>
  );
}

function byDay(events: readonly AuditEvent[]): { day: string; events: AuditEvent[] }[] {
  const days: { day: string; events: AuditEvent[] }[] = [];
  for (const event of events) {
    const day = formatDate(locale.value, event.at, { zone: timeZone.value, now: now.value });
    const last = days.at(-1);
    if (last?.day === day) last.events.push(event);
    else days.push({ day, events: [event] });
  }
  return days;
}

function Fact({ event }: { event: AuditEvent }) {
  const address = addressOf(event);
  const context = Object.entries(event.context).filter(([, value]) => value !== null && value !== '');
  const time = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: timeZone.value,
  }).format(event.at);
  return (
    <li class="fact">
      <time class="fact-time" dateTime={new Date(event.at).toISOString()} title={showMoment(event.at)}>
        {time}
      </time>
      <details>
        <summary>{event.sentence}</summary>
        <dl class="facts">
          <div>
            <dt>{tr('console.audit.when')}</dt>
            <dd>{showMoment(event.at)}</dd>
          </div>
          <div>
            <dt>{tr('console.audit.event')}</dt>
            <dd>
              <code>{event.event}</code>
            </dd>
          </div>
          {address && (
            <div>
              <dt>{tr('console.audit.target')}</dt>
              <dd>
                <a href={address}>{event.target.label}</a> ·{' '}
                <a href={`/admin/audit?targetId=${event.target.id}`}>{tr('console.audit.only')}</a>
              </dd>
            </div>
          )}
          {context.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd class="break">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
          {event.requestId && (
            <div>
              <dt>{tr('console.audit.request')}</dt>
              <dd>
                <code>{event.requestId}</code>
              </dd>
            </div>
          )}
        </dl>
      </details>
    </li>
  );
}
