/**
 * Composing mail: one plain frame in text and HTML, filled with sentences of the catalogue. Sending is a job of the outbox
 * (`mail.send`); a change puts its mail into its own batch, so neither exists without the other.
 */
import { type Locale, t } from '../../../shared/messages/index.ts';

export interface MailBody {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** Set apart: a code, somebody's words. */
  readonly quote?: string | null;
  readonly action?: { readonly label: string; readonly url: string } | null;
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

export function composeMail(locale: Locale, organisation: string, body: MailBody): ComposedMail {
  const small = [...(body.small ?? []), t(locale, 'mail.footer', { organisation })];
  const text = [
    ...body.paragraphs,
    ...(body.quote ? [body.quote] : []),
    ...(body.action ? [`${body.action.label}:\n${body.action.url}`] : []),
    `-- \n${small.join('\n')}`,
  ].join('\n\n');
  const lines = (value: string): string => escapeHtml(value).replaceAll('\n', '<br>');
  const html = [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${escapeHtml(oneLine(body.subject))}</title></head>`,
    '<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#ffffff">',
    '<div style="max-width:36rem;margin:0 auto">',
    ...body.paragraphs.map((paragraph) => `<p>${lines(paragraph)}</p>`),
    ...(body.quote
      ? [
          `<p style="margin:16px 0;padding:12px 16px;border-left:3px solid #1a1a1a;font-size:18px">${lines(body.quote)}</p>`,
        ]
      : []),
    ...(body.action
      ? [
          `<p style="margin:24px 0"><a href="${escapeHtml(body.action.url)}" style="display:inline-block;padding:10px 18px;background:#1a1a1a;color:#ffffff;text-decoration:none">${escapeHtml(body.action.label)}</a></p>`,
          `<p style="font-size:13px;color:#595959">${escapeHtml(body.action.url)}</p>`,
        ]
      : []),
    `<p style="margin-top:32px;font-size:13px;color:#595959">${small.map(lines).join('<br>')}</p>`,
    '</div></body></html>',
  ].join('\n');
  return { subject: oneLine(body.subject), text, html };
}
