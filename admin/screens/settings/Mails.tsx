/** Mails as they were written. Without a mail service they are kept here; open one to see what its reader would. */
import { Mail } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { KeptMail } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { MoreRows } from '../../components/MoreRows.tsx';
import { EmptyState, Listed } from '../../components/States.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import { listMails } from '../../operations/settings.ts';
import { showMoment, tr } from '../../state/locale.ts';
import { usePages } from '../../state/pages.ts';

const TONES = { queued: 'accent', sent: 'good', kept: 'plain', failed: 'bad' } as const;

export function Mails() {
  const list = usePages<KeptMail>('mails', listMails);
  const [open, setOpen] = useState<KeptMail | null>(null);
  return (
    <Listed
      list={list}
      empty={
        <EmptyState icon={Mail} title={tr('console.mails.empty_title')}>
          {tr('console.mails.empty_text')}
        </EmptyState>
      }
    >
      <ul class="rows">
        {list.items.map((mail) => (
          <li key={mail.id}>
            <button type="button" class="mail" onClick={() => setOpen(mail)}>
              <span class="two-lines">
                <span class="truncate">{mail.subject}</span>
                <span class="muted small truncate">{tr('console.mails.to', { email: mail.to })}</span>
              </span>
              <Mark
                tone={TONES[mail.state]}
                isHollow={mail.state === 'kept'}
                label={tr(`console.mails.state.${mail.state}`)}
              />
              <span class="muted small numeric">{showMoment(mail.at)}</span>
            </button>
          </li>
        ))}
      </ul>
      <MoreRows of={list} />
      {open && <MailDialog mail={open} onClose={() => setOpen(null)} />}
    </Listed>
  );
}

function MailDialog({ mail, onClose }: { mail: KeptMail; onClose: () => void }) {
  const [isText, setText] = useState(false);
  return (
    <Dialog
      title={mail.subject}
      size="wide"
      onClose={onClose}
      footer={
        <>
          <Button aria-pressed={isText} onClick={() => setText(!isText)}>
            {tr(isText ? 'console.mails.as_page' : 'console.mails.as_text')}
          </Button>
          <Button onClick={onClose}>{tr('console.close')}</Button>
        </>
      }
    >
      <p class="muted small">
        {tr('console.mails.to', { email: mail.to })} · {showMoment(mail.at)}
      </p>
      {isText || mail.html === '' ? (
        <pre class="mail-text">{mail.text}</pre>
      ) : (
        <iframe
          class="mail-page"
          title={mail.subject}
          sandbox="allow-same-origin"
          srcdoc={withoutStyles(mail.html)}
          onLoad={(event) => applyStyles(event.currentTarget)}
        />
      )}
    </Dialog>
  );
}

/**
 * The page inherits the console's policy, which refuses style attributes; set through the object model they are allowed.
 * Scripts run in neither.
 */
function withoutStyles(html: string): string {
  return html.replaceAll(/\sstyle=/g, ' data-style=');
}

function applyStyles(frame: HTMLIFrameElement): void {
  for (const element of frame.contentDocument?.querySelectorAll<HTMLElement>('[data-style]') ?? []) {
    element.style.cssText = element.dataset.style ?? '';
  }
}
