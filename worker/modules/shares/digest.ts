/**
 * The daily digest: one mail per owner about all links that are told once a day, in their language, at eight in the morning
 * of their zone. A day without anything to tell has none. The row of the day and the mail are one batch, so that two sweeps
 * in the same minute, or one that is repeated, make one mail.
 */
import { t } from '../../../shared/messages/index.ts';
import { DAY_MS, formatInstant, HOUR_MS, toWallTime, usableZone } from '../../../shared/time/index.ts';
import { brokeConstraint, type Database, runBatch, type Statement } from '../../db/database.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { composeMail, type MailSection, queueMail } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { offerExtension } from './extension.ts';
import { consoleAction, extendAction, type Reader, readerOf } from './notices.ts';
import type { LinkRow } from './repository.ts';
import type { DigestOwner, DownloadCount, NoticeRepository } from './repository-notices.ts';

/** From this hour of the owner's day. */
const DIGEST_HOUR = 8;
/** A digest tells of a week at most: of what happened while nobody swept. */
const LOOK_BACK_MS = 7 * DAY_MS;
/** Less than a day, also the short one when clocks go forward. */
const BETWEEN_MS = 20 * HOUR_MS;
const KEPT_MS = 60 * DAY_MS;
const OWNERS_STEP = 50;
/** Owners looked at in one sweep; the next one goes on. */
const OWNERS_MAX = 2000;
const LINKS_MAX = 200;
/** People named in a line before the rest is counted. */
const NAMED_MAX = 5;

/** As `nearLimit` of the repository: four fifths are used, or all but one. */
const isNearLimit = (used: number, limit: number): boolean =>
  limit > 1 && (used * 5 >= limit * 4 || used >= limit - 1);

export interface DigestDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get' | 'origin'>;
  readonly notices: NoticeRepository;
}

interface Told {
  readonly section: MailSection | null;
  readonly statements: Statement[];
}

export function createDigests(deps: DigestDeps, noticeMs: number) {
  const { notices } = deps;

  async function sectionOf(
    reader: Reader,
    link: LinkRow,
    counts: readonly DownloadCount[],
    window: { readonly since: number; readonly now: number },
  ): Promise<Told> {
    const { locale, origin } = reader;
    const { since, now } = window;
    const lines: string[] = [];
    const statements: Statement[] = [];
    const actions = [];
    if (link.openedAt !== null && link.openedAt >= since) {
      const when = formatInstant(locale, link.openedAt, { zone: link.timeZone });
      lines.push(t(locale, 'mail.digest.opened', { when }));
    }
    const files = counts.reduce((sum, count) => sum + count.files, 0);
    if (files > 0) {
      const what = t(locale, 'mail.downloaded.files', { count: files });
      const named = counts.flatMap(({ recipient }) => recipient ?? []).slice(0, NAMED_MAX);
      const who = [...named, ...(counts.length > named.length ? [t(locale, 'mail.digest.others')] : [])];
      lines.push(
        named.length === 0
          ? t(locale, 'mail.digest.downloaded', { what })
          : t(locale, 'mail.digest.downloaded_by', { what, who: who.join(', ') }),
      );
    }
    const { maxDownloads: limit, usedDownloads: used } = link;
    if (limit !== null && isNearLimit(used, limit) && link.limitNoticeAt === null) {
      lines.push(t(locale, 'mail.digest.limit', { used, limit }));
      statements.push(notices.noteLimitNotice(link.id, now));
    }
    const isEnding = link.state === 'active' && link.endsAt > now && link.endsAt <= now + noticeMs;
    if (isEnding && link.endNoticeAt === null && link.endsAt - link.createdAt > noticeMs) {
      const when = formatInstant(locale, link.endsAt, { zone: link.timeZone });
      lines.push(t(locale, 'mail.digest.ending', { when }));
      statements.push(notices.noteEndNotice(link, now));
      const { shareMaximumDays } = await deps.settings.get();
      const extension = await offerExtension({ signer: deps.signer, origin }, link, shareMaximumDays, now);
      if (extension !== null) actions.push(extendAction(reader, link, extension));
    }
    const open = consoleAction(reader, link);
    if (open !== null) actions.push(open);
    return { section: lines.length === 0 ? null : { title: link.name, lines, actions }, statements };
  }

  async function tell(owner: DigestOwner, day: string, now: number): Promise<boolean> {
    const { organisation } = await deps.settings.get();
    const reader = readerOf(owner.locale, organisation, await deps.settings.origin());
    const since = Math.max(owner.until ?? now - DAY_MS, now - LOOK_BACK_MS);
    const links = await notices.digestLinks(owner.id, since, now, noticeMs, LINKS_MAX);
    const counts = await notices.downloadCounts(
      links.map(({ id }) => id),
      since,
      now,
    );
    const told: Told[] = [];
    for (const link of links) {
      const own = counts.filter(({ linkId }) => linkId === link.id);
      told.push(await sectionOf(reader, link, own, { since, now }));
    }
    const sections = told.flatMap(({ section }) => section ?? []);
    const { locale } = reader;
    const mail =
      sections.length === 0
        ? null
        : queueMail(
            deps,
            owner.email,
            composeMail(locale, organisation, {
              subject: t(locale, 'mail.digest.subject', { count: sections.length }),
              title: t(locale, 'mail.digest.title'),
              paragraphs: [t(locale, 'mail.digest.intro', { count: sections.length })],
              sections,
              small: [t(locale, 'mail.digest.why')],
            }),
            now,
          );
    try {
      await runBatch(deps.db, [
        notices.insertDigest({ ownerId: owner.id, day, until: now, mailId: mail?.id ?? null }),
        ...(mail?.statements ?? []),
        ...told.flatMap(({ statements }) => statements),
      ]);
    } catch (error) {
      // Another sweep has told the same day; or a link of it has changed meanwhile, and the next minute tells it as it is.
      if (brokeConstraint(error, 'share_digests.') || brokeConstraint(error, 'share_links.state'))
        return false;
      throw error;
    }
    return mail !== null;
  }

  return async (now: number): Promise<void> => {
    let isSent = false;
    let after = '';
    for (let seen = 0; seen < OWNERS_MAX; seen += OWNERS_STEP) {
      const page = { after, limit: OWNERS_STEP };
      const owners = await notices.digestOwners(now, LOOK_BACK_MS, noticeMs, now - BETWEEN_MS, page);
      for (const owner of owners) {
        const zone = usableZone(owner.timeZone);
        const wall = toWallTime(now, zone);
        const day = wall.slice(0, 10);
        if (Number(wall.slice(11, 13)) < DIGEST_HOUR || owner.lastDay === day) continue;
        if (await tell(owner, day, now)) isSent = true;
      }
      const last = owners.at(-1);
      if (last === undefined || owners.length < OWNERS_STEP) break;
      after = last.id;
    }
    if (isSent) await deps.doorbell.ring();
    await notices.deleteDigests(now - KEPT_MS);
  };
}
