/** What visitors asked, open ones first, answered in place. */
import { MessageSquareReply } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Button } from '../../components/Button.tsx';
import { MoreRows } from '../../components/MoreRows.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import type { Inquiry } from '../../operations/requests.ts';
import { REQUESTS_ADDRESS } from '../../state/addresses.ts';
import { showMoment, tr } from '../../state/locale.ts';
import type { Pages } from '../../state/pages.ts';
import { may } from '../../state/session.ts';
import { AnswerDialog } from './AnswerDialog.tsx';
import { InquiryFacts } from './InquiryFacts.tsx';

const TONES = { open: 'warn', answered: 'good', declined: 'plain' } as const;

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
                <span class="muted"> · {inquiry.itemTitle ?? inquiry.about}</span>
              </h2>
              <Mark
                tone={TONES[inquiry.state]}
                isHollow={inquiry.state === 'declined'}
                label={tr(`console.inquiries.state.${inquiry.state}`)}
              />
            </div>
            <p class="inquiry-words">{inquiry.message}</p>
            <InquiryFacts inquiry={inquiry} />
            <p class="muted small">
              {inquiry.name && `${inquiry.name}, `}
              <a href={`mailto:${inquiry.email}`}>{inquiry.email}</a> · {showMoment(inquiry.createdAt)}
              {inquiry.uploadRequestId && (
                <>
                  {' · '}
                  <a href={REQUESTS_ADDRESS}>{inquiry.about || tr('console.inquiries.request')}</a>
                </>
              )}
              {inquiry.shareLinkId && (
                <>
                  {' · '}
                  <a href={`/admin/shares/${inquiry.shareLinkId}`}>
                    {inquiry.about || tr('console.inquiries.link')}
                  </a>
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
