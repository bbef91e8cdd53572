/** What visitors asked, open ones first, answered in place. */
import { MessageSquareReply } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { addCalendar } from '../../../shared/time/index.ts';
import { Button } from '../../components/Button.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { CheckField, TextAreaField } from '../../components/Field.tsx';
import { MoreRows } from '../../components/MoreRows.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import { ZonedDateTimeField } from '../../components/ZonedDateTimeField.tsx';
import { answerInquiry, type Inquiry } from '../../operations/requests.ts';
import { readShare } from '../../operations/shares.ts';
import { now } from '../../state/clock.ts';
import { showMoment, timeZone, tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';
import { type Pages, pagesChanged } from '../../state/pages.ts';
import { invalidate, useResource } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { sharesChanged } from '../shares/changes.ts';

const TONES = { open: 'warn', answered: 'good', declined: 'plain' } as const;
const EXTEND_DAYS = 14;

export function InquiryList({ list }: { list: Pages<Inquiry> }) {
  const [answering, setAnswering] = useState<Inquiry | null>(null);
  const items = [...list.items].sort(
    (one, other) =>
      Number(one.state !== 'open') - Number(other.state !== 'open') || other.createdAt - one.createdAt,
  );
  return (
    <>
      <ul class="rows">
        {items.map((inquiry) => (
          <li key={inquiry.id} class="inquiry">
            <div class="spread">
              <h2 class="section-title">
                {tr(`console.inquiries.kind.${inquiry.kind}`)}
                <span class="muted"> · {inquiry.about}</span>
              </h2>
              <Mark
                tone={TONES[inquiry.state]}
                isHollow={inquiry.state === 'declined'}
                label={tr(`console.inquiries.state.${inquiry.state}`)}
              />
            </div>
            <p class="inquiry-words">{inquiry.message}</p>
            <p class="muted small">
              {inquiry.name}, <a href={`mailto:${inquiry.email}`}>{inquiry.email}</a> ·{' '}
              {showMoment(inquiry.createdAt)}
              {inquiry.shareLinkId && (
                <>
                  {' · '}
                  <a href={`/admin/shares/${inquiry.shareLinkId}`}>{tr('console.inquiries.link')}</a>
                </>
              )}
            </p>
            {inquiry.answer && <p class="share-message">{inquiry.answer}</p>}
            {inquiry.state === 'open' && may('request:write') && (
              <div>
                <Button icon={MessageSquareReply} onClick={() => setAnswering(inquiry)}>
                  {tr('console.inquiries.answer')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <MoreRows of={list} />
      {answering && <AnswerDialog inquiry={answering} onClose={() => setAnswering(null)} />}
    </>
  );
}

function AnswerDialog({ inquiry, onClose }: { inquiry: Inquiry; onClose: () => void }) {
  const link = useResource(inquiry.shareLinkId ? `share:${inquiry.shareLinkId}` : null, (signal) =>
    readShare(inquiry.shareLinkId ?? '', signal),
  );
  const [message, setMessage] = useState('');
  const [isDeclined, setDeclined] = useState(false);
  const [wantsMore, setWantsMore] = useState(inquiry.kind === 'extension');
  const [chosen, setChosen] = useState<number | null>(null);
  const zone = link.data?.timeZone ?? timeZone.value;
  const end =
    chosen ??
    (link.data ? addCalendar(Math.max(link.data.endsAt, now.value), { days: EXTEND_DAYS }, zone) : null);
  const isExtending = !isDeclined && wantsMore && link.data !== undefined;
  return (
    <ActionDialog
      title={tr('console.inquiries.answer_title', { name: inquiry.name })}
      action={tr(isDeclined ? 'console.inquiries.decline_action' : 'console.inquiries.answer_action')}
      isDisabled={message.trim() === '' || (isExtending && end === null)}
      onClose={onClose}
      onAction={async () => {
        await answerInquiry(inquiry.id, {
          decision: isDeclined ? 'declined' : 'answered',
          message: message.trim(),
          extendTo: isExtending ? end : null,
        });
        pagesChanged('inquiries');
        invalidate('overview');
        if (isExtending) sharesChanged();
        notify(tr('console.inquiries.done', { email: inquiry.email }), { tone: 'good' });
      }}
    >
      <blockquote class="share-message">{inquiry.message}</blockquote>
      <TextAreaField
        label={tr('console.inquiries.words')}
        hint={tr('console.inquiries.words_hint', { email: inquiry.email })}
        required
        maxLength={4000}
        value={message}
        onValue={setMessage}
      />
      {link.data && !isDeclined && (
        <CheckField
          label={tr('console.inquiries.extend', { name: link.data.name })}
          hint={tr('console.inquiries.ends_now', { when: showMoment(link.data.endsAt, zone) })}
          checked={wantsMore}
          onValue={setWantsMore}
        />
      )}
      {isExtending && (
        <ZonedDateTimeField
          label={tr('console.inquiries.until')}
          value={end}
          zone={zone}
          defaultTime="18:00"
          onValue={setChosen}
        />
      )}
      <CheckField label={tr('console.inquiries.decline')} checked={isDeclined} onValue={setDeclined} />
    </ActionDialog>
  );
}
