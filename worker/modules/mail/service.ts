/**
 * Composing mail: one quiet frame in text and HTML, filled with sentences of the catalogue. Sending is a job of the outbox
 * (`mail.send`); a change puts its mail into its own batch, so neither exists without the other.
 *
 * The HTML is what mail programs agree on: tables for the frame, styles on the elements, no pictures to load, so that
 * nothing is fetched when a mail is looked at. The brand stands there as a word.
 */
import { type Locale, t } from '../../../shared/messages/index.ts';

interface Action {
  readonly label: string;
  readonly url: string;
}

/** One of several things a mail is about: a line of a digest. */
export interface MailSection {
  readonly title: string;
  readonly lines: readonly string[];
  readonly actions: readonly Action[];
}

export interface MailBody {
  readonly subject: string;
  /** What it is about, set large; the subject where there is none. */
  readonly title?: string;
  readonly paragraphs: readonly string[];
  /** Set apart: somebody's words. */
  readonly quote?: string | null;
  /** To be typed or copied: set large, in figures of one width. */
  readonly code?: string | null;
  readonly facts?: readonly { readonly label: string; readonly value: string }[];
  readonly sections?: readonly MailSection[];
  readonly action?: Action | null;
  /** Something else one may do, in a lower voice. */
  readonly more?: Action | null;
  readonly small?: readonly string[];
}

export interface ComposedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

function escapeHtml(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character] ?? '',
  );
}

/** A header field is one line. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 200);

const addressed = ({ label, url }: Action): string => `${label}:\n${url}`;

function textOf(body: MailBody, small: readonly string[]): string {
  return [
    ...(body.title === undefined || body.title === body.subject ? [] : [body.title]),
    ...body.paragraphs,
    ...(body.quote ? [body.quote.replace(/^/gm, '> ')] : []),
    ...(body.code ? [body.code] : []),
    ...(body.facts?.length ? [body.facts.map(({ label, value }) => `${label}: ${value}`).join('\n')] : []),
    ...(body.sections ?? []).map((section) =>
      [
        section.title,
        ...section.lines.map((line) => `  ${line}`),
        ...section.actions.map(({ label, url }) => `  ${label}: ${url}`),
      ].join('\n'),
    ),
    ...(body.action ? [addressed(body.action)] : []),
    ...(body.more ? [addressed(body.more)] : []),
    `-- \n${small.join('\n')}`,
  ].join('\n\n');
}

const INK = '#1c1b1a';
const MUTED = '#625f5b';
const LINE = '#dedbd6';
const GROUND = '#f4f2ee';
const FONT = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

const lines = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>');
const paragraph = (text: string): string =>
  `<p style="margin:0 0 16px;font-size:16px;line-height:1.55;overflow-wrap:anywhere;word-break:break-word;color:${INK}">${lines(text)}</p>`;

function linkHtml({ label, url }: Action): string {
  return `<a href="${escapeHtml(url)}" style="color:${INK};font-size:14px;text-decoration:underline;text-underline-offset:3px">${escapeHtml(label)}</a>`;
}

function buttonHtml(action: Action): string {
  const { label, url } = action;
  return [
    `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:28px 0 10px"><tr><td style="background:${INK};border-radius:6px">`,
    `<a href="${escapeHtml(url)}" style="display:inline-block;padding:13px 24px;font-size:16px;font-weight:600;color:#ffffff;text-decoration:none">${escapeHtml(label)}</a>`,
    '</td></tr></table>',
    `<p style="margin:0 0 16px;font-size:12px;line-height:1.5;color:${MUTED};word-break:break-all">${escapeHtml(url)}</p>`,
  ].join('');
}

function factsHtml(facts: NonNullable<MailBody['facts']>): string {
  const rows = facts.map(
    ({ label, value }) =>
      `<tr><td style="padding:9px 20px 9px 0;border-top:1px solid ${LINE};font-size:14px;color:${MUTED};vertical-align:top;white-space:nowrap">${escapeHtml(label)}</td>` +
      `<td style="padding:9px 0;border-top:1px solid ${LINE};font-size:14px;line-height:1.5;color:${INK};vertical-align:top;width:100%">${lines(value)}</td></tr>`,
  );
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="width:100%;margin:8px 0 16px;border-bottom:1px solid ${LINE}">${rows.join('')}</table>`;
}

function sectionHtml({ title, lines: told, actions }: MailSection): string {
  return [
    `<div style="padding:16px 0 14px;border-top:1px solid ${LINE}">`,
    `<p style="margin:0 0 4px;font-size:16px;font-weight:600;line-height:1.4;color:${INK}">${escapeHtml(title)}</p>`,
    ...told.map(
      (line) => `<p style="margin:0 0 2px;font-size:14px;line-height:1.5;color:${MUTED}">${lines(line)}</p>`,
    ),
    ...(actions.length === 0
      ? []
      : [`<p style="margin:8px 0 0;font-size:14px">${actions.map(linkHtml).join(' &nbsp;·&nbsp; ')}</p>`]),
    '</div>',
  ].join('');
}

function htmlOf(locale: Locale, organisation: string, body: MailBody, small: readonly string[]): string {
  const subject = escapeHtml(oneLine(body.subject));
  const title = body.title ?? body.subject;
  return [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light"><meta name="referrer" content="no-referrer"><title>${subject}</title></head>`,
    `<body style="margin:0;padding:0;background:${GROUND};font-family:${FONT};color:${INK}">`,
    // Mail programs drop the html element: its language is said again where they keep it.
    `<div role="main" lang="${locale}">`,
    `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="width:100%;background:${GROUND}"><tr><td style="padding:32px 16px">`,
    '<table role="presentation" cellpadding="0" cellspacing="0" border="0" align="center" style="width:100%;max-width:560px;margin:0 auto">',
    `<tr><td style="padding:0 4px 14px;font-size:14px;font-weight:600;letter-spacing:.02em;color:${INK}">${escapeHtml(organisation)}</td></tr>`,
    '<tr><td style="background:#ffffff;border-radius:10px;padding:36px 36px 24px">',
    `<h1 style="margin:0 0 20px;font-size:24px;line-height:1.25;font-weight:650;letter-spacing:-.01em;color:${INK}">${lines(title)}</h1>`,
    ...body.paragraphs.map(paragraph),
    ...(body.quote
      ? [
          `<div style="margin:4px 0 20px;padding:2px 0 2px 16px;border-left:3px solid ${LINE};font-size:16px;line-height:1.55;color:${INK}">${lines(body.quote)}</div>`,
        ]
      : []),
    ...(body.code
      ? [
          `<p style="margin:4px 0 20px;padding:16px 20px;background:${GROUND};border-radius:6px;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:30px;letter-spacing:.18em;color:${INK}">${escapeHtml(body.code)}</p>`,
        ]
      : []),
    ...(body.facts?.length ? [factsHtml(body.facts)] : []),
    ...(body.sections ?? []).map(sectionHtml),
    ...(body.action ? [buttonHtml(body.action)] : []),
    ...(body.more ? [`<p style="margin:0 0 16px">${linkHtml(body.more)}</p>`] : []),
    '</td></tr>',
    `<tr><td style="padding:18px 4px 0;font-size:13px;line-height:1.55;color:${MUTED}">${small.map(lines).join('<br>')}</td></tr>`,
    '</table></td></tr></table></div></body></html>',
  ].join('\n');
}

export function composeMail(locale: Locale, organisation: string, body: MailBody): ComposedMail {
  const small = [...(body.small ?? []), t(locale, 'mail.footer', { organisation })];
  return {
    subject: oneLine(body.subject),
    text: textOf(body, small),
    html: htmlOf(locale, organisation, body, small),
  };
}
