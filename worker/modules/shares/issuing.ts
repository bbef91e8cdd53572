/**
 * Issuing links and changing them: their terms, their state, their owner. Every change and its audit event are one batch.
 * What a link may be is checked here, so the API and the console meet the same refusals.
 */
import type { ShareLink, ShareLinkInput, ShareLinkPatch } from '../../../shared/contract/shares.ts';
import { BUILT_IN_PRESETS } from '../../../shared/delivery/presets.ts';
import { t } from '../../../shared/messages/index.ts';
import { expandTerritories, permitCovers } from '../../../shared/rights/index.ts';
import { vanityShape } from '../../../shared/shares/vanity.ts';
import { DAY_MS, wholeMinute } from '../../../shared/time/durations.ts';
import { formatInstant } from '../../../shared/time/format.ts';
import { isTimeZone } from '../../../shared/time/index.ts';
import { brokeConstraint, type Database, runBatch, type Statement } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import type { AssetService } from '../assets/index.ts';
import { type AuditEventName, auditStatement } from '../audit/index.ts';
import type { SearchService } from '../search/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { assetsOf, createHolding, refuseField } from './holding.ts';
import { hashPassword } from './passwords.ts';
import type { Presenter } from './presenting.ts';
import type { LinkRow, NewLinkRow, ShareRepository } from './repository.ts';
import type { LeftOutRepository } from './repository-left-out.ts';
import { mintTokenId } from './tokens.ts';

/** What the services of links are made with. */
export interface ShareDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly assets: Pick<AssetService, 'cards'>;
  readonly search: Pick<SearchService, 'expression'>;
}

export interface IssuingDeps extends ShareDeps {
  readonly rows: ShareRepository;
  readonly leftOut: LeftOutRepository;
  readonly presenter: Presenter;
}

export function createIssuing(deps: IssuingDeps) {
  const { db, rows, presenter } = deps;
  const holding = createHolding(deps);
  const { read, own, ownMany } = presenter;

  const event = (
    caller: Caller,
    name: AuditEventName,
    link: { id: string; name: string },
    context: Record<string, unknown> = {},
  ): Statement =>
    auditStatement(deps, caller, name, { kind: 'share_link', id: link.id, label: link.name }, context);

  /** The end a link gets: the one that was typed, or the default; never past the administrator's maximum. */
  async function checkedEnd(
    caller: Caller,
    startsAt: number | null,
    endsAt: number | null,
    timeZone: string,
  ): Promise<number> {
    const settings = await deps.settings.get();
    if (!isTimeZone(timeZone)) refuseField('timeZone', t(caller.locale, 'shares.error.time_zone'));
    const latest = caller.now + settings.shareMaximumDays * DAY_MS;
    const fallback = Math.max(caller.now, startsAt ?? 0) + settings.shareDefaultDays * DAY_MS;
    // A whole minute: nobody typed seconds, and people read this end.
    const end = endsAt ?? wholeMinute(Math.min(fallback, latest));
    const tooLate = (path: 'startsAt' | 'endsAt', key: 'start_too_late' | 'end_too_late'): never => {
      const when = formatInstant(caller.locale, latest, { zone: timeZone });
      return refuseField(
        path,
        t(caller.locale, `shares.error.${key}`, { days: settings.shareMaximumDays, when }),
      );
    };
    if (endsAt !== null && end <= caller.now) {
      refuseField('endsAt', t(caller.locale, 'shares.error.end_passed'));
    }
    if (startsAt !== null && startsAt >= latest) tooLate('startsAt', 'start_too_late');
    if (startsAt !== null && end <= startsAt) {
      refuseField('endsAt', t(caller.locale, 'shares.error.end_order'));
    }
    if (end > latest) tooLate('endsAt', 'end_too_late');
    return end;
  }
  /** An end that was allowed once, cut to what is allowed now. */
  async function withinMaximum(caller: Caller, endsAt: number): Promise<number> {
    const { shareMaximumDays } = await deps.settings.get();
    return Math.min(endsAt, wholeMinute(caller.now + shareMaximumDays * DAY_MS));
  }
  async function checkVanity(caller: Caller, vanity: string | null, exceptId: string | null): Promise<void> {
    if (vanity === null) return;
    if (vanityShape(vanity) === 'reserved') {
      refuseField('vanity', t(caller.locale, 'shares.error.vanity_reserved'));
    }
    if (await rows.isVanityTaken(vanity, exceptId)) {
      refuseField('vanity', t(caller.locale, 'shares.error.vanity_taken'));
    }
  }
  function checkPresets(caller: Caller, path: string, presets: readonly string[]): void {
    const unknown = presets.find((name) => !BUILT_IN_PRESETS.some((preset) => preset.name === name));
    if (unknown !== undefined) refuseField(path, t(caller.locale, 'shares.error.preset', { name: unknown }));
  }
  async function checkChoices(
    caller: Caller,
    {
      presets,
      presetsByKind,
      logo,
      territories,
    }: Pick<ShareLinkPatch, 'presets' | 'presetsByKind' | 'logo' | 'territories'>,
  ): Promise<void> {
    if (territories !== undefined && opensNowhere(territories)) {
      refuseField('territories', t(caller.locale, 'shares.error.nowhere'));
    }
    checkPresets(caller, 'presets', presets ?? []);
    for (const [kind, names] of Object.entries(presetsByKind ?? {})) {
      checkPresets(caller, `presetsByKind.${kind}`, names ?? []);
    }
    if (logo?.kind === 'asset' && !(await rows.currentVersions([logo.assetId])).has(logo.assetId)) {
      refuseField('logo', t(caller.locale, 'shares.error.logo'));
    }
  }
  /** The person's name, for the audit. @throws Failure for nobody */
  async function checkedOwner(caller: Caller, ownerId: string): Promise<string> {
    const owner = await rows.findOwner(ownerId);
    return owner?.name ?? refuseField('ownerId', t(caller.locale, 'shares.error.owner'));
  }
  /** A name that a revoked link has kept goes to the one that takes it now. */
  const released = (vanity: string | null | undefined): Statement[] =>
    vanity === null || vanity === undefined ? [] : [rows.releaseVanity(vanity)];
  /** The batch, or the word that somebody took the vanity name in the same moment. */
  async function commit(caller: Caller, statements: readonly Statement[]): Promise<void> {
    try {
      await runBatch(db, statements);
    } catch (error) {
      if (brokeConstraint(error, 'share_links.vanity')) {
        refuseField('vanity', t(caller.locale, 'shares.error.vanity_taken'));
      }
      throw error;
    }
  }
  const termsRow = (link: NewLinkRow & { id: string }, now: number): Statement[] =>
    link.termsText
      ? [
          rows.insertTerms({
            shareLinkId: link.id,
            version: link.termsVersion ?? 1,
            text: link.termsText,
            createdAt: now,
          }),
        ]
      : [];

  /** What an edit changes of a row. @throws Failure for what a link cannot be */
  async function changeOf(
    caller: Caller,
    link: LinkRow,
    input: ShareLinkPatch,
  ): Promise<Partial<NewLinkRow>> {
    const { password, ownerId: _ownerId, leftOut: _leftOut, source: _source, termsText, ...plain } = input;
    const change: Partial<NewLinkRow> = Object.fromEntries(
      Object.entries(plain).filter(([, value]) => value !== undefined),
    );
    const startsAt = input.startsAt === undefined ? link.startsAt : input.startsAt;
    const timeZone = input.timeZone ?? link.timeZone;
    if (!isTimeZone(timeZone)) refuseField('timeZone', t(caller.locale, 'shares.error.time_zone'));
    if (input.endsAt !== undefined && input.endsAt !== link.endsAt) {
      change.endsAt = await checkedEnd(caller, startsAt, input.endsAt, timeZone);
      change.endNoticeAt = null;
    } else if (input.startsAt !== undefined && startsAt !== null && startsAt >= link.endsAt) {
      refuseField('startsAt', t(caller.locale, 'shares.error.end_order'));
    }
    if (input.maxDownloads !== undefined) change.limitNoticeAt = null;
    await checkChoices(caller, input);
    if (input.vanity !== undefined && input.vanity !== link.vanity) {
      await checkVanity(caller, input.vanity, link.id);
    }
    if (termsText !== undefined && (termsText || null) !== link.termsText) {
      change.termsText = termsText || null;
      change.termsVersion = link.termsVersion + 1;
    }
    // Whom a list names can only be told by a code.
    if ((input.allowedEmails ?? link.allowedEmails).length > 0) {
      if (input.requireEmailCode === false) {
        refuseField('requireEmailCode', t(caller.locale, 'shares.error.list_needs_code'));
      }
      if (!link.requireEmailCode) change.requireEmailCode = true;
    }
    if (password !== undefined) {
      change.passwordHash = password === '' ? null : await hashPassword(deps.signer, password);
    }
    return change;
  }
  /** The statements of one link's new owner. */
  function transferOf(caller: Caller, link: LinkRow, ownerId: string, ownerName: string): Statement[] {
    return [
      rows.updateLink(link.id, { ownerId }, caller.now),
      event(caller, 'share_link.transferred', link, { before: link.ownerId, ownerId, after: ownerName }),
    ];
  }

  /** An edit as statements for somebody's batch, and its end as it will be. @throws Failure as `update` */
  async function planUpdate(
    caller: Caller,
    id: string,
    input: ShareLinkPatch,
  ): Promise<{ statements: Statement[]; next: Pick<LinkRow, 'endsAt' | 'timeZone' | 'maxDownloads'> }> {
    const { link } = await own(caller, id);
    if (link.state === 'revoked') fail('conflict', { detail: t(caller.locale, 'shares.error.revoked') });
    const held = await holding.planChange(caller, link, input);
    const change = { ...(await changeOf(caller, link, input)), ...held?.change };
    const { ownerId } = input;
    const transfer =
      ownerId === undefined || ownerId === link.ownerId
        ? []
        : transferOf(caller, link, ownerId, await checkedOwner(caller, ownerId));
    const next = { ...link, ...change };
    const statements = [
      ...(Object.keys(change).length === 0 && held === null
        ? []
        : [
            ...released(change.vanity),
            rows.updateLink(id, change, caller.now),
            ...(next.termsVersion === link.termsVersion ? [] : termsRow(next, caller.now)),
            ...(held?.statements ?? []),
            event(caller, 'share_link.changed', next, { ...changesOf(link, change), ...held?.told }),
          ]),
      ...transfer,
    ];
    const { endsAt = link.endsAt, timeZone = link.timeZone } = change;
    const { maxDownloads = link.maxDownloads } = change;
    return { statements, next: { endsAt, timeZone, maxDownloads } };
  }

  /** Switching as statements for somebody's batch; none where the link is in that state already. @throws Failure as `setState` */
  async function planState(
    caller: Caller,
    id: string,
    state: 'active' | 'off' | 'revoked',
  ): Promise<Statement[]> {
    const { link } = await own(caller, id);
    if (link.state === state) return [];
    if (link.state === 'revoked') fail('conflict', { detail: t(caller.locale, 'shares.error.revoked') });
    return [
      ...rows.setState([id], state, caller.now),
      event(caller, state === 'revoked' ? 'share_link.revoked' : 'share_link.switched', link, {
        before: link.state,
        after: state,
      }),
    ];
  }

  return {
    async issue(caller: Caller, input: ShareLinkInput): Promise<ShareLink> {
      const endsAt = await checkedEnd(caller, input.startsAt, input.endsAt, input.timeZone);
      await checkChoices(caller, input);
      await checkVanity(caller, input.vanity, null);
      const assetIds = await assetsOf(rows, caller, input.source);
      const { source, password, leftOut: wanted, ...plain } = input;
      // Whom a list names can only be told by a code.
      const requireEmailCode = input.requireEmailCode || input.allowedEmails.length > 0;
      const isFollowed = source.kind === 'collection' && !input.pinned;
      const leftOut = holding.checkedLeftOut(caller, { assetIds, isFollowed }, wanted);
      const link = {
        ...plain,
        requireEmailCode,
        id: deps.identifiers.next('shareLink'),
        token: mintTokenId(deps),
        ownerId: caller.actor.id ?? '',
        collectionId: source.kind === 'collection' ? source.collectionId : null,
        endsAt,
        passwordHash: password ? await hashPassword(deps.signer, password) : null,
        termsText: input.termsText || null,
        createdAt: caller.now,
        updatedAt: caller.now,
      } satisfies NewLinkRow;
      await commit(caller, [
        ...released(link.vanity),
        rows.insertLink(link),
        ...termsRow(link, caller.now),
        ...rows.insertAssets(link.id, await holding.contentOf(source, assetIds, input.pinned)),
        ...(leftOut.length === 0 ? [] : deps.leftOut.set(link.id, leftOut)),
        event(caller, 'share_link.issued', link, {
          assets: assetIds.length - leftOut.length,
          ...(leftOut.length === 0 ? {} : { leftOut }),
          startsAt: input.startsAt,
          endsAt,
          timeZone: input.timeZone,
          permission: input.permission,
          maxDownloads: input.maxDownloads,
          hasPassword: Boolean(password),
          requireEmailCode,
          pinned: input.pinned,
        }),
      ]);
      return read(caller, link.id);
    },

    update: async (caller: Caller, id: string, input: ShareLinkPatch): Promise<ShareLink> => {
      await commit(caller, (await planUpdate(caller, id, input)).statements);
      return read(caller, id);
    },
    planUpdate,

    /** New ends or new owners for many links; all of them, or none. */
    async changeMany(
      caller: Caller,
      changes: readonly { id: string; endsAt?: number | undefined; ownerId?: string | undefined }[],
    ): Promise<{ changed: string[] }> {
      const found = await ownMany(
        caller,
        changes.map(({ id }) => id),
      );
      const owners = new Map<string, string>();
      const statements: Statement[] = [];
      const changed: string[] = [];
      for (const { id, endsAt, ownerId } of changes) {
        const link = found.find((record) => record.link.id === id)?.link;
        if (link === undefined) continue;
        if (link.state === 'revoked') fail('conflict', { detail: t(caller.locale, 'shares.error.revoked') });
        if (endsAt !== undefined && endsAt !== link.endsAt) {
          const change = {
            endsAt: await checkedEnd(caller, link.startsAt, endsAt, link.timeZone),
            endNoticeAt: null,
          };
          statements.push(
            rows.updateLink(id, change, caller.now),
            event(caller, 'share_link.changed', link, changesOf(link, change)),
          );
        }
        if (ownerId !== undefined && ownerId !== link.ownerId) {
          const name = owners.get(ownerId) ?? (await checkedOwner(caller, ownerId));
          owners.set(ownerId, name);
          statements.push(...transferOf(caller, link, ownerId, name));
        }
        changed.push(id);
      }
      await runBatch(db, statements);
      return { changed };
    },

    async setState(caller: Caller, id: string, state: 'active' | 'off' | 'revoked'): Promise<ShareLink> {
      await runBatch(db, await planState(caller, id, state));
      return read(caller, id);
    },
    planState,

    async revokeMany(caller: Caller, ids: readonly string[]): Promise<{ revoked: string[] }> {
      const found = await ownMany(caller, ids);
      const live = found.filter(({ link }) => link.state !== 'revoked');
      const revoked = live.map(({ link }) => link.id);
      await runBatch(db, [
        ...rows.setState(revoked, 'revoked', caller.now),
        ...live.map(({ link }) =>
          event(caller, 'share_link.revoked', link, { before: link.state, after: 'revoked' }),
        ),
      ]);
      return { revoked };
    },

    /** The same terms and content under a new address; without recipients, vanity name and use. */
    async duplicate(caller: Caller, id: string): Promise<ShareLink> {
      const record = await rows.find(id);
      if (record === undefined) return fail('not_found');
      const { link } = record;
      const isAhead = link.endsAt > caller.now;
      const copy = {
        ...link,
        id: deps.identifiers.next('shareLink'),
        token: mintTokenId(deps),
        vanity: null,
        name: t(caller.locale, 'shares.copy_of', { name: link.name }).slice(0, 200),
        state: 'active' as const,
        ownerId: caller.actor.id ?? link.ownerId,
        startsAt: isAhead ? link.startsAt : null,
        endsAt: isAhead
          ? await checkedEnd(caller, link.startsAt, await withinMaximum(caller, link.endsAt), link.timeZone)
          : await checkedEnd(caller, null, null, link.timeZone),
        termsVersion: 1,
        usedDownloads: 0,
        reservedDownloads: 0,
        openings: 0,
        botOpenings: 0,
        botDownloads: 0,
        openedAt: null,
        lastUsedAt: null,
        endNoticeAt: null,
        limitNoticeAt: null,
        createdAt: caller.now,
        updatedAt: caller.now,
      };
      await runBatch(db, [
        rows.insertLink(copy),
        ...termsRow(copy, caller.now),
        ...rows.insertAssets(copy.id, await rows.linkAssetIds(id)),
        ...deps.leftOut.set(copy.id, await deps.leftOut.of(id)),
        event(caller, 'share_link.issued', copy, {
          copyOf: id,
          endsAt: copy.endsAt,
          timeZone: link.timeZone,
        }),
      ]);
      return read(caller, copy.id);
    },
  };
}

/** Whether no country is left: a list of none, or one that is excluded again. */
const opensNowhere = (territories: ShareLinkInput['territories']): boolean =>
  territories.include !== null &&
  !expandTerritories(territories.include).some((country) => permitCovers(territories, country));

const SECRET_FIELDS: readonly (keyof LinkRow)[] = ['passwordHash', 'endNoticeAt', 'limitNoticeAt'];

/** Before and after, without secrets. */
function changesOf(link: LinkRow, change: Partial<NewLinkRow>): Record<string, unknown> {
  const fields = (Object.keys(change) as (keyof LinkRow)[]).filter((key) => !SECRET_FIELDS.includes(key));
  return {
    before: Object.fromEntries(fields.map((key) => [key, link[key]])),
    after: Object.fromEntries(fields.map((key) => [key, change[key]])),
    ...('passwordHash' in change ? { password: change.passwordHash === null ? 'removed' : 'changed' } : {}),
  };
}
