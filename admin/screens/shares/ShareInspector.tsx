/** One link beside the register: its address, what it allows, the people it was sent to, who accepted its terms. */
import { Ban, CalendarPlus, Ellipsis, PenLine, Power } from 'lucide-preact';
import type { ShareLink } from '../../../shared/contract/index.ts';
import { ASSET_KINDS } from '../../../shared/contract/index.ts';
import { formatTerritories } from '../../../shared/rights/explain.ts';
import { Button } from '../../components/Button.tsx';
import { Menu, type MenuItem } from '../../components/Menu.tsx';
import { locale, showMoment, showNumber, tr } from '../../state/locale.ts';
import { Facts } from '../asset/FileSection.tsx';
import { presetName } from '../portals/PresetField.tsx';
import { Accepted } from './Accepted.tsx';
import { toggleShare } from './changes.ts';
import { InspectorHead } from './InspectorHead.tsx';
import { mayChange } from './may-change.ts';
import { Recipients } from './Recipients.tsx';
import { whatOf } from './what.ts';

export interface ShareInspectorProps {
  readonly link: ShareLink;
  readonly onEdit: () => void;
  readonly onExtend: () => void;
  readonly onRevoke: () => void;
  /** What else can be done with it, where no row's menu says so. */
  readonly more: readonly MenuItem[];
}

export function ShareInspector({ link, onEdit, onExtend, onRevoke, more }: ShareInspectorProps) {
  const isOver = link.state === 'revoked';
  const isMine = mayChange(link);
  return (
    <>
      <InspectorHead name={link.name} state={link.state} url={link.vanityUrl ?? link.url} pageUrl={link.url}>
        {isMine && !isOver && (
          <div class="line-up">
            <Button icon={PenLine} onClick={onEdit}>
              {tr('console.shares.edit')}
            </Button>
            <Button icon={CalendarPlus} onClick={onExtend}>
              {tr('console.shares.extend')}
            </Button>
            <Button icon={Power} onClick={() => void toggleShare(link)}>
              {tr(link.state === 'off' ? 'console.shares.switch_on' : 'console.shares.switch_off')}
            </Button>
            <Button icon={Ban} tone="danger" onClick={onRevoke}>
              {tr('console.shares.revoke')}
            </Button>
            <MoreActs link={link} items={more} />
          </div>
        )}
        {!(isMine && !isOver) && <MoreActs link={link} items={more} />}
      </InspectorHead>
      <section class="inspector-section" aria-label={tr('console.shares.terms')}>
        <Facts facts={factsOf(link)} />
        {link.message && <p class="share-message">{link.message}</p>}
      </section>
      <Recipients link={link} isMine={isMine && !isOver} />
      <Accepted link={link} />
    </>
  );
}

function MoreActs({ link, items }: { link: ShareLink; items: readonly MenuItem[] }) {
  if (items.length === 0) return null;
  return (
    <Menu
      label={tr('console.shares.acts', { name: link.name })}
      icon={Ellipsis}
      isIconOnly
      placement="bottom-end"
      items={[...items]}
    />
  );
}

interface Fact {
  label: string;
  value: string;
}

/** Only what differs from an ordinary link, after the few things every link has. */
function factsOf(link: ShareLink): Fact[] {
  return [
    {
      label: tr('console.shares.what'),
      value: `${whatOf(link)}${link.pinned ? ` · ${tr('console.shares.pinned')}` : ''}`,
    },
    ...(link.leftOut.length === 0
      ? []
      : [
          {
            label: tr('console.shares.left_out'),
            value: tr('console.asset_count', { count: link.leftOut.length }),
          },
        ]),
    { label: tr('console.shares.level'), value: tr(`console.level.${link.permission}`) },
    ...(link.startsAt === null
      ? []
      : [{ label: tr('console.share.from'), value: showMoment(link.startsAt, link.timeZone) }]),
    { label: tr('console.shares.ends'), value: showMoment(link.endsAt, link.timeZone) },
    ...useFacts(link),
    ...limitFacts(link),
    { label: tr('console.share.audience'), value: tr(`rights.audience_name.${link.audience}`) },
    { label: tr('console.share.channel'), value: tr(`rights.channel_name.${link.channel}`) },
    { label: tr('console.shares.notices'), value: tr(`console.share.notify.${link.notify}`) },
    { label: tr('console.shares.owner'), value: link.owner.name },
  ];
}

/** What people did; what programs did stands apart. */
function useFacts(link: ShareLink): Fact[] {
  const facts = [
    {
      label: tr('console.shares.use'),
      value:
        link.maxDownloads === null
          ? tr('console.shares.used', { count: link.usedDownloads })
          : tr('console.shares.used_of', {
              used: showNumber(link.usedDownloads),
              limit: showNumber(link.maxDownloads),
            }),
    },
    ...(link.reservedDownloads === 0
      ? []
      : [
          {
            label: tr('console.shares.reserved_label'),
            value: tr('console.shares.reserved', { count: link.reservedDownloads }),
          },
        ]),
    {
      label: tr('console.shares.openings'),
      value:
        link.openedAt === null
          ? tr('console.shares.never')
          : tr('console.shares.openings_since', {
              count: link.openings,
              when: showMoment(link.openedAt),
            }),
    },
  ];
  if (link.botOpenings > 0 || link.botDownloads > 0) {
    facts.push({
      label: tr('console.shares.bots'),
      value: tr('console.shares.bots_did', { openings: link.botOpenings, downloads: link.botDownloads }),
    });
  }
  return facts;
}

function limitFacts(link: ShareLink): Fact[] {
  const facts: Fact[] = [];
  const gates = [
    link.hasPassword ? tr('console.shares.gate_password') : null,
    link.requireEmailCode ? tr('console.shares.gate_code') : null,
    link.termsText
      ? `${tr('console.shares.gate_terms')} (${tr('console.accepted.version', { version: link.termsVersion })})`
      : null,
  ].filter((gate) => gate !== null);
  if (gates.length > 0) facts.push({ label: tr('console.shares.gates'), value: gates.join(', ') });
  if (link.allowedEmails.length > 0) {
    facts.push({ label: tr('console.share.allowed'), value: link.allowedEmails.join(', ') });
  }
  if (link.territories.include !== null || link.territories.exclude.length > 0) {
    facts.push({
      label: tr('console.share.territory'),
      value: formatTerritories(locale.value, link.territories),
    });
  }
  if (link.presets.length > 0) {
    facts.push({ label: tr('console.presets.label'), value: link.presets.map(presetName).join(', ') });
  }
  for (const kind of ASSET_KINDS) {
    const sizes = link.presetsByKind[kind];
    if (sizes === undefined) continue;
    facts.push({
      label: tr('console.share.sizes_of', { kind: tr(`portal.kind.${kind}`) }),
      value: sizes.length === 0 ? tr('console.share.sizes_none') : sizes.map(presetName).join(', '),
    });
  }
  if (link.logo.kind !== 'portal') {
    facts.push({ label: tr('console.share.logo'), value: tr(`console.share.logo.${link.logo.kind}`) });
  }
  return facts;
}
