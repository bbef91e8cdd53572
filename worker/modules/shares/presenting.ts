/** Rows of the register as the console reads them, and who may change a link. */
import type { Recipient, ShareLink } from '../../../shared/contract/shares.ts';
import { roleAllows } from '../../../shared/contract/users.ts';
import { t } from '../../../shared/messages/index.ts';
import { deriveShareState } from '../../../shared/shares/state.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Signer } from '../../ports/signer.ts';
import type { LinkRecord, RecipientRecord, ShareRepository } from './repository.ts';
import { tokenFor } from './tokens.ts';

export function createPresenter({
  signer,
  rows,
}: {
  readonly signer: Signer;
  readonly rows: ShareRepository;
}) {
  async function urlOf(caller: Caller, kind: 'link' | 'recipient' | 'request', id: string): Promise<string> {
    return `${caller.origin}/${kind === 'request' ? 'u' : 's'}/${await tokenFor({ signer }, kind, id)}`;
  }
  /** @param isManaged whether the caller may manage the link: the address stands for the person */
  async function recipientOf(
    caller: Caller,
    { recipient, mail }: RecipientRecord,
    isManaged: boolean,
  ): Promise<Recipient> {
    const { id, name, email, locale, state, sentAt, lastUsedAt, downloads } = recipient;
    const url = isManaged ? await urlOf(caller, 'recipient', recipient.token) : null;
    return { id, name, email, locale, state, url, sentAt, mail, lastUsedAt, downloads };
  }
  async function linkOf(
    caller: Caller,
    record: LinkRecord,
    people: readonly RecipientRecord[],
  ): Promise<ShareLink> {
    const { link } = record;
    const isManaged = mayManage(caller, record);
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
      leftOut: JSON.parse(record.leftOut) as string[],
      startsAt: link.startsAt,
      endsAt: link.endsAt,
      timeZone: link.timeZone,
      permission: link.permission,
      presets: link.presets,
      presetsByKind: link.presetsByKind,
      logo: link.logo,
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
      termsVersion: link.termsVersion,
      maxDownloads: link.maxDownloads,
      usedDownloads: link.usedDownloads,
      reservedDownloads: link.reservedDownloads,
      openings: link.openings,
      botOpenings: link.botOpenings,
      botDownloads: link.botDownloads,
      pinned: link.pinned,
      notify: link.notify,
      recipients: await Promise.all(
        people
          .filter(({ recipient }) => recipient.shareLinkId === link.id)
          .map((person) => recipientOf(caller, person, isManaged)),
      ),
      openedAt: link.openedAt,
      lastUsedAt: link.lastUsedAt,
      createdAt: link.createdAt,
      updatedAt: link.updatedAt,
    };
  }

  function mayManage({ role, actor }: Caller, { link }: LinkRecord): boolean {
    if (role === null || !roleAllows(role, 'share:write')) return false;
    return link.ownerId === actor.id || roleAllows(role, 'share:manage_all');
  }

  function requireOwn(caller: Caller, record: LinkRecord): void {
    if (mayManage(caller, record)) return;
    fail('permission_denied', {
      detail: t(caller.locale, 'shares.error.not_yours', { owner: record.ownerName ?? '' }),
    });
  }

  return {
    urlOf,
    recipientOf,
    linkOf,
    async read(caller: Caller, id: string): Promise<ShareLink> {
      const record = await rows.find(id);
      if (record === undefined) return fail('not_found');
      return linkOf(caller, record, await rows.recipientsOf([id]));
    },
    /** The link, for somebody who may change it. @throws Failure */
    async own(caller: Caller, id: string): Promise<LinkRecord> {
      const record = await rows.find(id);
      if (record === undefined) return fail('not_found');
      requireOwn(caller, record);
      return record;
    },
    /** As `own`, for many. @throws Failure `not_found` when one of them is not there */
    async ownMany(caller: Caller, ids: readonly string[]): Promise<LinkRecord[]> {
      const wanted = [...new Set(ids)];
      const found = await rows.findMany(wanted);
      if (found.length < wanted.length) return fail('not_found');
      for (const record of found) requireOwn(caller, record);
      return found;
    },
  };
}
export type Presenter = ReturnType<typeof createPresenter>;
