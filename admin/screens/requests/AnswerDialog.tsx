/**
 * Answers what was asked about a link or an upload request: grants time, downloads or places, opens a request again, gives the
 * file, or declines. The words go by mail, in the asker's language.
 */
import { useState } from 'preact/hooks';
import { ANSWER_DOWNLOADS_MAX, REQUEST_FILES_MAX } from '../../../shared/contract/index.ts';
import { addCalendar, usableZone } from '../../../shared/time/index.ts';
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
import { EndCheck, useEndChecks } from '../shares/EndCheck.tsx';
import { isCountUpTo } from '../shares/form.ts';
import { InquiryFacts } from './InquiryFacts.tsx';

const EXTEND_DAYS = 14;
/** From so few places left on, room for more files is offered. */
const FEW_PLACES = 20;

/** More time is what was asked for, unless a closed request only has to be opened again. */
function wantsTimeFirst({ kind, link, request, extendTo }: Inquiry): boolean {
  const closed = request?.state === 'closed' ? request : link?.state === 'off' ? link : null;
  const isOpenedBy = closed !== null && closed.endsAt > now.value && extendTo === null;
  return kind === 'extension' && !isOpenedBy;
}

export function AnswerDialog({ inquiry, onClose }: { inquiry: Inquiry; onClose: () => void }) {
  const detail = useResource(`inquiry:${inquiry.id}`, (signal) => readInquiry(inquiry.id, signal));
  const { link, request } = inquiry;
  const subject = link ?? request;
  const item = detail.data?.item ?? null;
  const room = detail.data?.room ?? null;
  const [message, setMessage] = useState('');
  const [isDeclined, setDeclined] = useState(false);
  const [wantsTime, setWantsTime] = useState(wantsTimeFirst(inquiry));
  const [reopens, setReopens] = useState(true);
  const [chosen, setChosen] = useState<number | null>(null);
  const [typedMore, setMore] = useState<string | null>(null);
  const [gives, setGives] = useState(true);
  const places = room !== null && room.files <= FEW_PLACES ? room.files : null;
  const left = link === null ? places : link.remainingDownloads;
  const more = typedMore ?? (left === 0 ? (link === null ? '10' : '5') : '');
  const zone = usableZone(subject?.timeZone ?? timeZone.value);
  const end =
    chosen ??
    inquiry.extendTo ??
    (subject ? addCalendar(Math.max(subject.endsAt, now.value), { days: EXTEND_DAYS }, zone) : null);
  const mayChange = subject !== null && subject.state !== 'revoked' && !isDeclined;
  const extendTo = mayChange && wantsTime ? end : null;
  const moreOf = mayChange && left !== null && more !== '' ? Number(more) : null;
  const isShut = request?.state === 'closed' || link?.state === 'off';
  const reopen = mayChange && reopens && isShut;
  const mayGive = item?.state === 'absent' && item.canAdd;
  const giveItem = mayChange && gives && (mayGive || item?.state === 'given');
  const mostMore = link === null ? REQUEST_FILES_MAX : ANSWER_DOWNLOADS_MAX;
  const isMoreWrong = moreOf !== null && !isCountUpTo(more, mostMore);
  const { shareLinkId } = inquiry;
  const ends = shareLinkId === null || extendTo === null ? [] : [{ id: shareLinkId, endsAt: extendTo }];
  const check = useEndChecks(ends).get(shareLinkId ?? '');
  return (
    <ActionDialog
      title={tr('console.inquiries.answer_title', { name: inquiry.name || inquiry.email })}
      action={tr(isDeclined ? 'console.inquiries.decline_action' : 'console.inquiries.answer_action')}
      isDisabled={
        message.trim() === '' || (mayChange && wantsTime && end === null) || isMoreWrong || detail.isLoading
      }
      onClose={onClose}
      footNote={extendTo !== null && <EndCheck preflight={check} />}
      onAction={async () => {
        await answerInquiry(inquiry.id, {
          decision: isDeclined ? 'declined' : 'answered',
          message: message.trim(),
          extendTo,
          moreDownloads: link === null ? null : moreOf,
          moreFiles: link === null ? moreOf : null,
          reopen,
          giveItem: giveItem === true,
        });
        pagesChanged('inquiries');
        invalidate('overview');
        if (extendTo !== null || moreOf !== null || giveItem || reopen) {
          sharesChanged();
          if (request !== null) pagesChanged('requests');
        }
        notify(tr('console.inquiries.done', { email: inquiry.email }), { tone: 'good' });
      }}
    >
      <blockquote class="share-message">{inquiry.message}</blockquote>
      <InquiryFacts inquiry={inquiry} />
      {inquiry.person && (
        <p class="small">
          {tr(`console.inquiries.person.${inquiry.person.state}`, {
            who: inquiry.person.name === '' ? inquiry.person.email : inquiry.person.name,
            email: inquiry.person.email,
          })}
        </p>
      )}
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
      {mayChange && isShut && (
        <CheckField
          label={tr('console.inquiries.reopen', { name: inquiry.about })}
          checked={reopens}
          onValue={setReopens}
        />
      )}
      {mayChange && (
        <CheckField
          label={tr('console.inquiries.extend', { name: inquiry.about })}
          hint={tr(subject.endsAt <= now.value ? 'console.inquiries.ended' : 'console.inquiries.ends_now', {
            when: showMoment(subject.endsAt, zone),
          })}
          checked={wantsTime}
          onValue={setWantsTime}
        />
      )}
      {mayChange && wantsTime && (
        <ZonedDateTimeField
          label={tr(request ? 'console.inquiries.deadline' : 'console.inquiries.until')}
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
      {mayChange && left !== null && (
        <TextField
          label={tr(link ? 'console.inquiries.more_downloads' : 'console.inquiries.more_files')}
          hint={tr(link ? 'console.inquiries.more_downloads_hint' : 'console.inquiries.more_files_hint', {
            count: left,
          })}
          inputMode="numeric"
          value={more}
          error={isMoreWrong ? tr('console.share.limit_shape', { max: mostMore }) : null}
          onValue={setMore}
        />
      )}
      {mayChange && room?.bytes === 0 && <p class="small">{tr('console.inquiries.no_bytes')}</p>}
      <CheckField label={tr('console.inquiries.decline')} checked={isDeclined} onValue={setDeclined} />
    </ActionDialog>
  );
}
