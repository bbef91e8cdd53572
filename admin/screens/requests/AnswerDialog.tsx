/** Answers what a visitor asked: grants time, downloads or the file, or declines. The words go by mail, in the asker's language. */
import { useState } from 'preact/hooks';
import { addCalendar } from '../../../shared/time/index.ts';
import { Button } from '../../components/Button.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { CheckField, TextAreaField, TextField } from '../../components/Field.tsx';
import { ZonedDateTimeField } from '../../components/ZonedDateTimeField.tsx';
import { answerInquiry, type Inquiry, readInquiry } from '../../operations/requests.ts';
import { now } from '../../state/clock.ts';
import { showMoment, timeZone, tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';
import { pagesChanged } from '../../state/pages.ts';
import { invalidate, useResource } from '../../state/resource.ts';
import { sharesChanged } from '../shares/changes.ts';
import { InquiryFacts } from './InquiryFacts.tsx';

const EXTEND_DAYS = 14;

export function AnswerDialog({ inquiry, onClose }: { inquiry: Inquiry; onClose: () => void }) {
  const detail = useResource(`inquiry:${inquiry.id}`, (signal) => readInquiry(inquiry.id, signal));
  const { link } = inquiry;
  const item = detail.data?.item ?? null;
  const [message, setMessage] = useState('');
  const [isDeclined, setDeclined] = useState(false);
  const [wantsTime, setWantsTime] = useState(inquiry.kind === 'extension');
  const [chosen, setChosen] = useState<number | null>(null);
  const [more, setMore] = useState(link?.remainingDownloads === 0 ? '5' : '');
  const [gives, setGives] = useState(true);
  const zone = link?.timeZone ?? timeZone.value;
  const end =
    chosen ??
    inquiry.extendTo ??
    (link ? addCalendar(Math.max(link.endsAt, now.value), { days: EXTEND_DAYS }, zone) : null);
  const mayChange = link !== null && link.state !== 'revoked' && !isDeclined;
  const extendTo = mayChange && wantsTime ? end : null;
  const moreDownloads = mayChange && link.remainingDownloads !== null && more !== '' ? Number(more) : null;
  const mayGive = item?.state === 'absent' && item.canAdd;
  const giveItem = mayChange && gives && (mayGive || item?.state === 'given');
  const isMoreWrong = moreDownloads !== null && !(Number.isInteger(moreDownloads) && moreDownloads > 0);
  return (
    <ActionDialog
      title={tr('console.inquiries.answer_title', { name: inquiry.name || inquiry.email })}
      action={tr(isDeclined ? 'console.inquiries.decline_action' : 'console.inquiries.answer_action')}
      isDisabled={
        message.trim() === '' || (mayChange && wantsTime && end === null) || isMoreWrong || detail.isLoading
      }
      onClose={onClose}
      onAction={async () => {
        await answerInquiry(inquiry.id, {
          decision: isDeclined ? 'declined' : 'answered',
          message: message.trim(),
          extendTo,
          moreDownloads,
          giveItem: giveItem === true,
        });
        pagesChanged('inquiries');
        invalidate('overview');
        if (extendTo !== null || moreDownloads !== null || giveItem) sharesChanged();
        notify(tr('console.inquiries.done', { email: inquiry.email }), { tone: 'good' });
      }}
    >
      <blockquote class="share-message">{inquiry.message}</blockquote>
      <InquiryFacts inquiry={inquiry} />
      {item && (
        <p class="small">
          {tr(`console.inquiries.item.${item.state}`, { title: item.title })}
          {item.state === 'denied' && <> {item.explanation}</>}{' '}
          {inquiry.assetId && (
            <a href={`/admin/assets/${inquiry.assetId}`}>{tr('console.inquiries.item_open')}</a>
          )}
        </p>
      )}
      <TextAreaField
        label={tr('console.inquiries.words')}
        hint={tr('console.inquiries.words_hint', { email: inquiry.email })}
        required
        maxLength={4000}
        value={message}
        onValue={setMessage}
      />
      {mayChange && mayGive && (
        <CheckField
          label={tr('console.inquiries.item_add', { title: item.title })}
          checked={gives}
          onValue={setGives}
        />
      )}
      {mayChange && (
        <CheckField
          label={tr('console.inquiries.extend', { name: inquiry.about })}
          hint={tr('console.inquiries.ends_now', { when: showMoment(link.endsAt, zone) })}
          checked={wantsTime}
          onValue={setWantsTime}
        />
      )}
      {mayChange && wantsTime && (
        <ZonedDateTimeField
          label={tr('console.inquiries.until')}
          value={end}
          zone={zone}
          defaultTime="18:00"
          onValue={setChosen}
        />
      )}
      {mayChange && inquiry.extendTo !== null && (
        <p class="small">
          {extendTo !== inquiry.extendTo && (
            <Button
              onClick={() => {
                setWantsTime(true);
                setChosen(inquiry.extendTo);
              }}
            >
              {tr(
                inquiry.isExtensionCut
                  ? 'console.inquiries.extend_maximum'
                  : 'console.inquiries.extend_asked',
              )}
            </Button>
          )}{' '}
          {inquiry.isExtensionCut && tr('console.inquiries.extend_cut')}
        </p>
      )}
      {mayChange && link.remainingDownloads !== null && (
        <TextField
          label={tr('console.inquiries.more_downloads')}
          hint={tr('console.inquiries.more_downloads_hint', { count: link.remainingDownloads })}
          inputMode="numeric"
          value={more}
          error={isMoreWrong ? tr('console.share.limit_shape') : null}
          onValue={setMore}
        />
      )}
      <CheckField label={tr('console.inquiries.decline')} checked={isDeclined} onValue={setDeclined} />
    </ActionDialog>
  );
}
