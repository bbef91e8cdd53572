/**
 * What owners are told about their links by mail, and when: at once, or gathered once a day (`digest.ts`). Instants stand in
 * full, never as "in two hours": nobody knows when a mail is read.
 */
import { isLocale, type Locale, t } from '../../../shared/messages/index.ts';
import { formatInstant } from '../../../shared/time/format.ts';
import { type ComposedMail, composeMail } from '../mail/index.ts';
import type { LinkRow } from './repository.ts';

export interface Reader {
  readonly locale: Locale;
  readonly organisation: string;
  /** Where the console is reached; null: the mail carries no address. */
  readonly origin: string | null;
}

export function readerOf(ownerLocale: string | null, organisation: string, origin: string | null): Reader {
  return { locale: isLocale(ownerLocale) ? ownerLocale : 'en', organisation, origin };
}

/** Opens the link in the console. */
export function consoleAction({ locale, origin }: Reader, link: Pick<LinkRow, 'id'>) {
  return origin === null
    ? null
    : { label: t(locale, 'mail.console.action'), url: `${origin}/admin/shares/${link.id}` };
}

export function openedMail(reader: Reader, link: LinkRow, who: string | null, now: number): ComposedMail {
  const { locale, organisation } = reader;
  const when = formatInstant(locale, now, { zone: link.timeZone });
  return composeMail(locale, organisation, {
    subject: t(locale, 'mail.opened.subject', { name: link.name }),
    paragraphs: [
      who === null
        ? t(locale, 'mail.opened.intro', { name: link.name, when })
        : t(locale, 'mail.opened.intro_by', { who, name: link.name, when }),
    ],
    action: consoleAction(reader, link),
  });
}

export function downloadedMail(
  reader: Reader,
  link: LinkRow,
  download: { readonly who: string | null; readonly files: number; readonly now: number },
): ComposedMail {
  const { locale, organisation } = reader;
  return composeMail(locale, organisation, {
    subject: t(locale, 'mail.downloaded.subject', { name: link.name }),
    paragraphs: [
      t(locale, 'mail.downloaded.intro', {
        who: download.who ?? t(locale, 'mail.downloaded.somebody'),
        name: link.name,
        what: t(locale, 'mail.downloaded.files', { count: download.files }),
        when: formatInstant(locale, download.now, { zone: link.timeZone }),
      }),
    ],
    action: consoleAction(reader, link),
  });
}

export function limitMail(
  reader: Reader,
  link: LinkRow,
  use: { readonly used: number; readonly limit: number },
): ComposedMail {
  const { locale, organisation } = reader;
  return composeMail(locale, organisation, {
    subject: t(locale, 'mail.limit.subject', { name: link.name }),
    paragraphs: [t(locale, 'mail.limit.intro', { ...use, name: link.name })],
    action: consoleAction(reader, link),
  });
}

/** A later end that one press brings. */
export interface OfferedExtension {
  readonly to: number;
  readonly url: string;
}

export function endingMail(reader: Reader, link: LinkRow, extension: OfferedExtension | null): ComposedMail {
  const { locale, organisation } = reader;
  return composeMail(locale, organisation, {
    subject: t(locale, 'mail.ending.subject', { name: link.name }),
    paragraphs: [
      t(locale, 'mail.ending.intro', {
        name: link.name,
        when: formatInstant(locale, link.endsAt, { zone: link.timeZone }),
      }),
      ...(extension === null ? [] : [t(locale, 'mail.ending.extend')]),
    ],
    action: extension === null ? consoleAction(reader, link) : extendAction(reader, link, extension),
    more: extension === null ? null : consoleAction(reader, link),
  });
}

export function extendAction({ locale }: Reader, link: LinkRow, { to, url }: OfferedExtension) {
  const when = formatInstant(locale, to, { zone: link.timeZone });
  return { label: t(locale, 'mail.ending.action', { when }), url };
}
