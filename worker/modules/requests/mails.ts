/** Mail about upload requests: asking, reminding, receipts and decisions; each in the language of who reads it. */
import { INTL_LOCALES, type Locale, t } from '../../../shared/messages/index.ts';
import { formatInstant, formatMoment } from '../../../shared/time/format.ts';
import { type ComposedMail, composeMail } from '../mail/index.ts';
import type { RequestRow } from './repository.ts';
import type { SubmissionRow } from './repository-submissions.ts';

/** Files listed in one mail; more go into the next. */
export const FILES_PER_MAIL = 300;

export interface MailFrame {
  readonly locale: Locale;
  readonly organisation: string;
  /** The reader's own address of the request; null where no request says under which origin it is reached. */
  readonly url: string | null;
}

/** Decimal units, as the page shows them. */
function sizeText(locale: Locale, bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(INTL_LOCALES[locale], {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power < 2 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}

const actionOf = (label: string, url: string | null) => (url === null ? null : { label, url });

export function askingMail(
  { locale, organisation, url }: MailFrame,
  request: RequestRow,
  owner: string,
): ComposedMail {
  const { title, brief, timeZone } = request.input;
  const when = formatInstant(locale, request.deadline, { zone: timeZone });
  return composeMail(locale, organisation, {
    subject: t(locale, 'mail.request.subject', { owner, name: title }),
    paragraphs: [
      t(locale, 'mail.request.intro', { owner, organisation, name: title }),
      t(locale, 'mail.request.deadline', { when }),
    ],
    quote: brief === '' ? null : brief,
    action: actionOf(t(locale, 'mail.request.action'), url),
    small: [t(locale, 'mail.invite.personal')],
  });
}

export function reminderMail(
  { locale, organisation, url }: MailFrame,
  request: RequestRow,
  now: number,
): ComposedMail {
  const { title: name, timeZone } = request.input;
  const when = formatMoment(locale, request.deadline, { zone: timeZone, now });
  return composeMail(locale, organisation, {
    subject: t(locale, 'mail.reminder.subject', { name }),
    paragraphs: [
      t(locale, 'mail.reminder.intro', { organisation, name, when }),
      ...(url === null ? [t(locale, 'mail.reminder.address')] : []),
    ],
    action: actionOf(t(locale, 'mail.request.action'), url),
  });
}

/** A file's name as whoever sent it knows it. */
export type NameOf = (file: SubmissionRow) => string;

/** Name, size and SHA-256 of each file, so that both sides can prove what was handed over. */
export function receiptMail(
  { locale, organisation, url }: MailFrame,
  request: RequestRow,
  files: readonly SubmissionRow[],
  nameOf: NameOf,
): ComposedMail {
  const { title: name, timeZone } = request.input;
  const [first] = files;
  const when = formatInstant(locale, files.at(-1)?.receivedAt ?? request.updatedAt, { zone: timeZone });
  const unfinished = files.filter(({ state }) => state === 'incomplete').length;
  return composeMail(locale, organisation, {
    subject:
      files.length === 1 && first !== undefined
        ? t(locale, 'mail.receipt.subject', { file: nameOf(first) })
        : t(locale, 'mail.receipt.subject_many', { count: files.length, name }),
    paragraphs: [
      t(locale, 'mail.receipt.intro', { organisation, count: files.length, name, when }),
      files
        .map(
          (file) =>
            `${nameOf(file)} · ${sizeText(locale, file.sizeBytes)}\n${t(locale, 'mail.receipt.checksum', { sha256: file.sha256 })}`,
        )
        .join('\n'),
      ...(first?.consentVersion == null
        ? []
        : [t(locale, 'mail.receipt.consent', { version: first.consentVersion })]),
      ...(unfinished > 0 ? [t(locale, 'mail.receipt.unfinished', { count: unfinished })] : []),
    ],
    action: actionOf(t(locale, 'mail.receipt.action'), url),
  });
}

/** What was not taken after it had arrived, and why. */
export function refusedMail(
  { locale, organisation, url }: MailFrame,
  request: RequestRow,
  files: readonly { readonly name: string; readonly reason: string | null }[],
): ComposedMail {
  const { title: name } = request.input;
  const [first] = files;
  return composeMail(locale, organisation, {
    subject:
      files.length === 1 && first !== undefined
        ? t(locale, 'mail.refused.subject', { file: first.name })
        : t(locale, 'mail.refused.subject_many', { count: files.length, name }),
    paragraphs: [
      t(locale, 'mail.refused.intro', { organisation, count: files.length, name }),
      files.map((file) => (file.reason === null ? file.name : `${file.name}: ${file.reason}`)).join('\n'),
    ],
    action: actionOf(t(locale, 'mail.receipt.action'), url),
  });
}

export function decisionMail(
  { locale, organisation, url }: MailFrame,
  request: RequestRow,
  decision: 'accepted' | 'returned',
  files: readonly SubmissionRow[],
  message: string | null,
  nameOf: NameOf,
): ComposedMail {
  const name = request.input.title;
  const isReturned = decision === 'returned';
  return composeMail(locale, organisation, {
    subject: t(locale, isReturned ? 'mail.returned.subject' : 'mail.accepted.subject', { name }),
    paragraphs: [
      t(locale, isReturned ? 'mail.returned.intro' : 'mail.accepted.intro', { name }),
      files.map(nameOf).join('\n'),
    ],
    quote: message,
    action: actionOf(t(locale, isReturned ? 'mail.returned.action' : 'mail.receipt.action'), url),
  });
}
