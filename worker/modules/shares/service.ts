/**
 * The register of share links: issuing, changing, switching, handing over, inviting. Every change and its audit event are one
 * batch. What the holder of a link sees and does is in `visits.ts`.
 */
import type { z } from 'zod';
import type { Page } from '../../../shared/contract/page.ts';
import type {
  Preflight,
  preflightInput,
  Recipient,
  recipientsInput,
  ShareLink,
  ShareLinkInput,
  ShareLinkPatch,
  shareListQuery,
} from '../../../shared/contract/shares.ts';
import { roleAllows } from '../../../shared/contract/users.ts';
import { BUILT_IN_PRESETS } from '../../../shared/delivery/presets.ts';
import { isLocale, t } from '../../../shared/messages/index.ts';
import { deriveShareState } from '../../../shared/shares/state.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { formatInstant } from '../../../shared/time/format.ts';
import { decodeCursor, encodeCursor } from '../../db/cursor.ts';
import { type Database, runBatch, type Statement } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import type { AssetService } from '../assets/index.ts';
import { type AuditEventName, auditStatement } from '../audit/index.ts';
import { composeMail, mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { hashPassword } from './passwords.ts';
import { checkShare } from './preflight.ts';
import {
  createShareRepository,
  type LinkRecord,
  type LinkRow,
  type NewLinkRow,
  type RecipientRow,
} from './repository.ts';
import { mintTokenId, tokenFor } from './tokens.ts';

export interface ShareService {
  list(caller: Caller, query: z.infer<typeof shareListQuery>): Promise<Page<ShareLink>>;
  get(caller: Caller, id: string): Promise<ShareLink>;
  issue(caller: Caller, input: ShareLinkInput): Promise<ShareLink>;
  /** Everything but what it shares. @throws Failure `permission_denied` for somebody else's link */
  update(caller: Caller, id: string, input: ShareLinkPatch): Promise<ShareLink>;
  setState(caller: Caller, id: string, state: 'active' | 'off' | 'revoked'): Promise<ShareLink>;
  revokeMany(caller: Caller, ids: readonly string[]): Promise<{ revoked: string[] }>;
  /** The same terms and content under a new address; without recipients, vanity name and use. */
  duplicate(caller: Caller, id: string): Promise<ShareLink>;
  preflight(caller: Caller, input: z.infer<typeof preflightInput>): Promise<Preflight>;
  /** Gives each person an address of their own and mails it. Who has one already keeps it. */
  invite(
    caller: Caller,
    id: string,
    invited: z.infer<typeof recipientsInput>['recipients'],
  ): Promise<Recipient[]>;
  changeRecipient(
    caller: Caller,
    id: string,
    recipientId: string,
    action: 'revoke' | 'resend' | 'restore',
  ): Promise<Recipient>;
}

export interface ShareDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly assets: Pick<AssetService, 'cards'>;
}

/** Whether `zone` is an IANA time zone this runtime knows. */
function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export function createShareService(deps: ShareDeps): ShareService {
  const { db } = deps;
  const rows = createShareRepository(db);

  function refuseField(path: string, message: string): never {
    return fail('validation_failed', { errors: [{ path, message }], detail: message });
  }

  async function urlOf(caller: Caller, kind: 'link' | 'recipient', id: string): Promise<string> {
    return `${caller.origin}/s/${await tokenFor(deps, kind, id)}`;
  }
  async function recipientOf(caller: Caller, row: RecipientRow): Promise<Recipient> {
    const { id, name, email, locale, state, sentAt, lastUsedAt, downloads } = row;
    const url = await urlOf(caller, 'recipient', row.token);
    return { id, name, email, locale, state, url, sentAt, lastUsedAt, downloads };
  }
  async function linkOf(caller: Caller, record: LinkRecord, people: RecipientRow[]): Promise<ShareLink> {
    const { link } = record;
    return {
      id: link.id,
      name: link.name,
      message: link.message,
      state: deriveShareState(link, caller.now),
      url: await urlOf(caller, 'link', link.token),
      vanityUrl: link.vanity === null ? null : `${caller.origin}/s/${link.vanity}`,
      vanity: link.vanity,
      owner: { id: link.ownerId, name: record.ownerName ?? '' },
      source:
        link.collectionId === null
          ? { kind: 'assets', count: record.assetCount }
          : { kind: 'collection', id: link.collectionId, title: record.collectionTitle ?? '' },
      startsAt: link.startsAt,
      endsAt: link.endsAt,
      timeZone: link.timeZone,
      permission: link.permission,
      presets: link.presets,
      channel: link.channel,
      audience: link.audience,
      territories: {
        include: link.territories.include === null ? null : [...link.territories.include],
        exclude: [...link.territories.exclude],
      },
      hasPassword: link.passwordHash !== null,
      requireEmailCode: link.requireEmailCode,
      allowedEmails: link.allowedEmails,
      termsText: link.termsText,
      maxDownloads: link.maxDownloads,
      usedDownloads: link.usedDownloads,
      pinned: link.pinned,
      notify: link.notify,
      recipients: await Promise.all(
        people.filter((row) => row.shareLinkId === link.id).map((row) => recipientOf(caller, row)),
      ),
      openedAt: link.openedAt,
      lastUsedAt: link.lastUsedAt,
      createdAt: link.createdAt,
      updatedAt: link.updatedAt,
    };
  }
  async function read(caller: Caller, id: string): Promise<ShareLink> {
    const record = await rows.find(id);
    if (record === undefined) return fail('not_found');
    return linkOf(caller, record, await rows.recipientsOf([id]));
  }
  /** The link, for somebody who may change it. */
  async function own(caller: Caller, id: string): Promise<LinkRecord> {
    const record = await rows.find(id);
    if (record === undefined) return fail('not_found');
    const isAllowed =
      record.link.ownerId === caller.actor.id ||
      (caller.role !== null && roleAllows(caller.role, 'share:manage_all'));
    if (!isAllowed) {
      fail('permission_denied', {
        detail: t(caller.locale, 'shares.error.not_yours', { owner: record.ownerName ?? '' }),
      });
    }
    return record;
  }
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
    const end = endsAt ?? Math.min(fallback, latest);
    if (end <= caller.now || (startsAt !== null && end <= startsAt)) {
      refuseField('endsAt', t(caller.locale, 'shares.error.end_passed'));
    }
    if (end > latest) {
      const when = formatInstant(caller.locale, latest, { zone: timeZone });
      refuseField(
        'endsAt',
        t(caller.locale, 'shares.error.end_too_late', { days: settings.shareMaximumDays, when }),
      );
    }
    return end;
  }
  async function checkVanity(caller: Caller, vanity: string | null, exceptId: string | null): Promise<void> {
    if (vanity !== null && (await rows.isVanityTaken(vanity, exceptId))) {
      refuseField('vanity', t(caller.locale, 'shares.error.vanity_taken'));
    }
  }
  function checkPresets(caller: Caller, presets: readonly string[]): void {
    const unknown = presets.find((name) => !BUILT_IN_PRESETS.some((preset) => preset.name === name));
    if (unknown !== undefined)
      refuseField('presets', t(caller.locale, 'shares.error.preset', { name: unknown }));
  }
  /** The batch, or the word that somebody took the vanity name in the same moment. */
  async function commit(caller: Caller, statements: readonly Statement[]): Promise<void> {
    try {
      await runBatch(db, statements);
    } catch (error) {
      if (/UNIQUE constraint failed: share_links\.vanity/.test(reasonOf(error))) {
        refuseField('vanity', t(caller.locale, 'shares.error.vanity_taken'));
      }
      throw error;
    }
  }
  async function assetsOf(source: ShareLinkInput['source'], caller: Caller): Promise<string[]> {
    if (source.kind === 'collection') {
      if ((await rows.findCollection(source.collectionId)) === undefined) return fail('not_found');
      return rows.collectionAssetIds(source.collectionId);
    }
    const known = await rows.currentVersions([...new Set(source.assetIds)]);
    const ids = [...new Set(source.assetIds)].filter((id) => known.has(id));
    if (ids.length === 0) refuseField('source', t(caller.locale, 'shares.error.no_assets'));
    return ids;
  }
  /** What a link keeps of its content: every asset of a selection; of a collection only what a pinned link holds fast. */
  async function contentOf(
    source: ShareLinkInput['source'],
    assetIds: readonly string[],
    isPinned: boolean,
  ): Promise<{ assetId: string; versionId: string | null }[]> {
    if (source.kind === 'collection' && !isPinned) return [];
    const current = isPinned ? await rows.currentVersions(assetIds) : null;
    return assetIds.map((assetId) => ({ assetId, versionId: current?.get(assetId) ?? null }));
  }
  async function inviteMail(caller: Caller, record: LinkRecord, row: RecipientRow): Promise<Statement[]> {
    const { organisation } = await deps.settings.get();
    const { link } = record;
    const locale = isLocale(row.locale) ? row.locale : 'en';
    const when = formatInstant(locale, link.endsAt, { zone: link.timeZone });
    const names = { owner: record.ownerName ?? organisation, organisation, name: link.name };
    const mail = composeMail(locale, organisation, {
      subject: t(locale, 'mail.invite.subject', { owner: names.owner, name: names.name }),
      paragraphs: [
        t(locale, 'mail.invite.intro', names),
        t(locale, `shares.summary.${link.permission}`, { when }),
      ],
      quote: link.message,
      action: {
        label: t(locale, 'mail.invite.action'),
        url: await urlOf(caller, 'recipient', row.token),
      },
      small: [t(locale, 'mail.invite.personal')],
    });
    return mailStatements(deps, row.email, mail, caller.now);
  }

  const service: ShareService = {
    async list(caller, query) {
      const [createdAt, id] = decodeCursor(query.cursor) ?? [];
      const found = await rows.page({
        q: query.q ?? '',
        state: query.state ?? null,
        assetId: query.assetId ?? null,
        now: caller.now,
        below: typeof createdAt === 'number' && typeof id === 'string' ? { createdAt, id } : null,
        limit: query.limit + 1,
      });
      const shown = found.slice(0, query.limit);
      const people = await rows.recipientsOf(shown.map(({ link }) => link.id));
      const last = shown.at(-1)?.link;
      return {
        items: await Promise.all(shown.map((record) => linkOf(caller, record, people))),
        nextCursor:
          found.length > shown.length && last !== undefined ? encodeCursor([last.createdAt, last.id]) : null,
      };
    },
    get: read,
    async issue(caller, input) {
      const endsAt = await checkedEnd(caller, input.startsAt, input.endsAt, input.timeZone);
      checkPresets(caller, input.presets);
      await checkVanity(caller, input.vanity, null);
      const assetIds = await assetsOf(input.source, caller);
      const id = deps.identifiers.next('shareLink');
      const link: NewLinkRow = {
        id,
        token: mintTokenId(deps),
        vanity: input.vanity,
        name: input.name,
        message: input.message,
        ownerId: caller.actor.id ?? '',
        collectionId: input.source.kind === 'collection' ? input.source.collectionId : null,
        startsAt: input.startsAt,
        endsAt,
        timeZone: input.timeZone,
        permission: input.permission,
        presets: input.presets,
        channel: input.channel,
        audience: input.audience,
        territories: input.territories,
        passwordHash: input.password ? await hashPassword(deps.signer, input.password) : null,
        requireEmailCode: input.requireEmailCode,
        allowedEmails: input.allowedEmails,
        termsText: input.termsText || null,
        maxDownloads: input.maxDownloads,
        pinned: input.pinned,
        notify: input.notify,
        createdAt: caller.now,
        updatedAt: caller.now,
      };
      await commit(caller, [
        rows.insertLink(link),
        ...rows.insertAssets(id, await contentOf(input.source, assetIds, input.pinned)),
        event(caller, 'share_link.issued', link, {
          assets: assetIds.length,
          startsAt: input.startsAt,
          endsAt,
          timeZone: input.timeZone,
          permission: input.permission,
          maxDownloads: input.maxDownloads,
          hasPassword: Boolean(input.password),
          requireEmailCode: input.requireEmailCode,
          pinned: input.pinned,
        }),
      ]);
      return read(caller, id);
    },
    async update(caller, id, input) {
      const { link } = await own(caller, id);
      if (link.state === 'revoked') {
        fail('conflict', { detail: t(caller.locale, 'shares.error.revoked') });
      }
      const { password, ownerId, termsText, ...plain } = input;
      const change: Partial<NewLinkRow> = Object.fromEntries(
        Object.entries(plain).filter(([, value]) => value !== undefined),
      );
      if (input.endsAt !== undefined || input.startsAt !== undefined || input.timeZone !== undefined) {
        const startsAt = input.startsAt === undefined ? link.startsAt : input.startsAt;
        const timeZone = input.timeZone ?? link.timeZone;
        if (input.endsAt !== undefined) {
          change.endsAt = await checkedEnd(caller, startsAt, input.endsAt, timeZone);
          change.endNoticeAt = null;
        } else if (startsAt !== null && startsAt >= link.endsAt) {
          refuseField('startsAt', t(caller.locale, 'shares.error.end_passed'));
        }
        if (!isTimeZone(timeZone)) refuseField('timeZone', t(caller.locale, 'shares.error.time_zone'));
      }
      if (input.maxDownloads !== undefined) change.limitNoticeAt = null;
      if (input.presets !== undefined) checkPresets(caller, input.presets);
      if (input.vanity !== undefined) await checkVanity(caller, input.vanity, id);
      if (termsText !== undefined && (termsText || null) !== link.termsText) {
        change.termsText = termsText || null;
        change.termsVersion = link.termsVersion + 1;
      }
      if (password !== undefined) {
        change.passwordHash = password === '' ? null : await hashPassword(deps.signer, password);
      }
      if (ownerId !== undefined && ownerId !== link.ownerId) {
        if ((await rows.findOwner(ownerId)) === undefined) {
          refuseField('ownerId', t(caller.locale, 'shares.error.owner'));
        }
        change.ownerId = ownerId;
      }
      if (Object.keys(change).length === 0) return read(caller, id);
      await commit(caller, [
        rows.updateLink(id, change, caller.now),
        event(caller, 'share_link.changed', { id, name: change.name ?? link.name }, changesOf(link, change)),
      ]);
      return read(caller, id);
    },
    async setState(caller, id, state) {
      const { link } = await own(caller, id);
      if (link.state === state) return read(caller, id);
      if (link.state === 'revoked') fail('conflict', { detail: t(caller.locale, 'shares.error.revoked') });
      await runBatch(db, [
        ...rows.setState([id], state, caller.now),
        event(caller, state === 'revoked' ? 'share_link.revoked' : 'share_link.switched', link, {
          before: link.state,
          after: state,
        }),
      ]);
      return read(caller, id);
    },
    async revokeMany(caller, ids) {
      const found: LinkRecord[] = [];
      for (const id of new Set(ids)) found.push(await own(caller, id));
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
    async duplicate(caller, id) {
      const record = await rows.find(id);
      if (record === undefined) return fail('not_found');
      const { link } = record;
      const copyId = deps.identifiers.next('shareLink');
      const endsAt =
        link.endsAt > caller.now
          ? await checkedEnd(caller, link.startsAt, link.endsAt, link.timeZone)
          : await checkedEnd(caller, null, null, link.timeZone);
      const copy: NewLinkRow = {
        ...link,
        id: copyId,
        token: mintTokenId(deps),
        vanity: null,
        name: t(caller.locale, 'shares.copy_of', { name: link.name }).slice(0, 200),
        state: 'active',
        ownerId: caller.actor.id ?? link.ownerId,
        startsAt: link.endsAt > caller.now ? link.startsAt : null,
        endsAt,
        termsVersion: 1,
        usedDownloads: 0,
        openedAt: null,
        lastUsedAt: null,
        endNoticeAt: null,
        limitNoticeAt: null,
        createdAt: caller.now,
        updatedAt: caller.now,
      };
      await runBatch(db, [
        rows.insertLink(copy),
        ...rows.insertAssets(copyId, await rows.linkAssetIds(id)),
        event(caller, 'share_link.issued', copy, { copyOf: id, endsAt, timeZone: link.timeZone }),
      ]);
      return read(caller, copyId);
    },
    async preflight(caller, input) {
      const assetIds = await assetsOf(input.source, caller);
      const settings = await deps.settings.get();
      const startsAt = Math.max(caller.now, input.startsAt ?? 0);
      return checkShare(deps, caller, assetIds, {
        ...input,
        startsAt,
        endsAt: input.endsAt ?? startsAt + settings.shareDefaultDays * DAY_MS,
      });
    },
    async invite(caller, id, invited) {
      const record = await own(caller, id);
      const present = await rows.recipientsOf([id]);
      const people = new Map(invited.map((person) => [person.email.toLowerCase(), person]));
      const added: RecipientRow[] = [...people]
        .filter(([email]) => !present.some((row) => row.email === email))
        .map(([email, person]) => ({
          id: deps.identifiers.next('recipient'),
          shareLinkId: id,
          token: mintTokenId(deps),
          name: person.name,
          email,
          locale: person.locale,
          state: 'active',
          sentAt: caller.now,
          lastUsedAt: null,
          downloads: 0,
          createdAt: caller.now,
        }));
      const mail: Statement[] = [];
      for (const row of added) mail.push(...(await inviteMail(caller, record, row)));
      await runBatch(db, [
        ...rows.insertRecipients(added),
        ...mail,
        ...added.map((row) =>
          event(caller, 'share_link.recipient_invited', record.link, { email: row.email, name: row.name }),
        ),
      ]);
      await deps.doorbell.ring();
      return Promise.all((await rows.recipientsOf([id])).map((row) => recipientOf(caller, row)));
    },
    async changeRecipient(caller, id, recipientId, action) {
      const record = await own(caller, id);
      const row = await rows.findRecipient(id, recipientId);
      if (row === undefined) return fail('not_found');
      const change =
        action === 'resend'
          ? { sentAt: caller.now }
          : { state: action === 'revoke' ? ('revoked' as const) : ('active' as const) };
      await runBatch(db, [
        rows.updateRecipient(recipientId, change),
        ...(action === 'resend' ? await inviteMail(caller, record, row) : []),
        event(caller, 'share_link.recipient_changed', record.link, { email: row.email, action }),
      ]);
      if (action === 'resend') await deps.doorbell.ring();
      return recipientOf(caller, { ...row, ...change });
    },
  };
  return service;
}

/** All messages of an error and its causes: drizzle wraps what the database says. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.message} ${reasonOf(error.cause)}` : '';
}

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
