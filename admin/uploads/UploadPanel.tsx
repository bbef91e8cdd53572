/** Every upload with its progress and its verdict: new, exact duplicate, new version, damaged. */
import { CircleAlert, CircleCheck, Copy, FileUp, Layers, Pause, Play, RotateCcw, X } from 'lucide-preact';
import { useEffect } from 'preact/hooks';
import { refusalText } from '../../shared/delivery/index.ts';
import { Button, IconButton } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { Thumb } from '../components/Thumb.tsx';
import { locale, showBytes, showPercent, tr } from '../state/locale.ts';
import { me } from '../state/session.ts';
import { discardLeft, goOnNow, goOnWithLeft, left } from './left-uploads.ts';
import {
  cancelUpload,
  clearFinished,
  isPanelOpen,
  retryUpload,
  takeVersion,
  togglePause,
  type UploadItem,
  uploads,
} from './uploader.ts';

export function UploadPanel() {
  const items = uploads.value;
  const waiting = left.value;
  useEffect(goOnWithLeft, [me.value?.id]);
  if (!isPanelOpen.value || (items.length === 0 && waiting.length === 0)) return null;
  const open = items.filter(({ phase }) => phase !== 'done' && phase !== 'failed').length;
  return (
    <section class="uploads" aria-labelledby="uploads-title">
      <header class="uploads-head">
        <h2 id="uploads-title" aria-live="polite">
          {open > 0
            ? tr('console.upload.open', { count: open })
            : items.length > 0
              ? tr('console.upload.finished', { count: items.length })
              : tr('console.upload.interrupted_title')}
        </h2>
        {items.length > open && (
          <Button tone="quiet" onClick={clearFinished}>
            {tr('console.upload.clear')}
          </Button>
        )}
        <IconButton
          icon={X}
          label={tr('console.upload.hide')}
          onClick={() => {
            isPanelOpen.value = false;
          }}
        />
      </header>
      {waiting.length > 0 && <LeftUploads />}
      <ul class="uploads-list">
        {items.map((item) => (
          <UploadRow key={item.key} item={item} />
        ))}
      </ul>
    </section>
  );
}

const NAMED_MAX = 5;

/** What an earlier page left and what it waits for. */
function LeftUploads() {
  const waiting = left.value;
  const asked = waiting.filter(({ way }) => way === 'ask').length;
  const toChoose = waiting.length - asked;
  return (
    <div class="banner uploads-left" data-tone="warn">
      <Icon of={RotateCcw} />
      <div class="stack-s">
        <span>
          {asked > 0 && `${tr('upload.cut_off.ask', { count: asked })} `}
          {toChoose > 0 && tr('upload.cut_off.text', { count: toChoose })}
        </span>
        <ul>
          {waiting.slice(0, NAMED_MAX).map(({ fileName, share, id, record }) => (
            <li key={record?.key ?? id} class="truncate">
              {tr('upload.cut_off.file', { name: fileName, share: showPercent(share) })}
            </li>
          ))}
          {waiting.length > NAMED_MAX && (
            <li>{tr('console.upload.left_more', { count: waiting.length - NAMED_MAX })}</li>
          )}
        </ul>
        <div class="line-up">
          {asked > 0 && (
            <Button icon={Play} onClick={() => void goOnNow()}>
              {tr('upload.cut_off.go', { count: asked })}
            </Button>
          )}
          <Button tone="quiet" onClick={discardLeft}>
            {tr('upload.cut_off.forget', { count: waiting.length })}
          </Button>
        </div>
      </div>
    </div>
  );
}

function UploadRow({ item }: { item: UploadItem }) {
  const asset = item.status?.asset ?? null;
  const share = item.sizeBytes === 0 ? 0 : item.sentBytes / item.sizeBytes;
  return (
    <li class="upload" data-phase={item.phase}>
      {asset ? (
        <Thumb asset={asset} fit="cover" />
      ) : (
        <span class="upload-icon">
          <Icon of={FileUp} />
        </span>
      )}
      <div>
        {asset ? (
          <a class="truncate" style={{ display: 'block' }} href={`/admin/assets/${asset.id}`}>
            {item.fileName}
          </a>
        ) : (
          <div class="truncate">{item.fileName}</div>
        )}
        <Verdict item={item} />
        {(item.phase === 'sending' || item.phase === 'paused') && (
          <>
            <div class="upload-detail numeric">
              {tr('console.upload.sent', {
                sent: showBytes(item.sentBytes),
                size: showBytes(item.sizeBytes),
                share: showPercent(share),
              })}
            </div>
            <progress
              class="progress"
              max={1}
              value={share}
              aria-label={tr('console.upload.progress', { name: item.fileName })}
            />
          </>
        )}
      </div>
      <div class="line-up">
        {(item.phase === 'sending' || item.phase === 'paused') && (
          <IconButton
            icon={item.phase === 'paused' ? Play : Pause}
            label={tr(item.phase === 'paused' ? 'console.upload.resume' : 'console.upload.pause', {
              name: item.fileName,
            })}
            onClick={() => togglePause(item.key)}
          />
        )}
        {item.phase === 'failed' && item.status === null && (
          <IconButton
            icon={RotateCcw}
            label={tr('console.upload.retry', { name: item.fileName })}
            onClick={() => retryUpload(item.key)}
          />
        )}
        {item.phase !== 'checking' && item.phase !== 'done' && (
          <IconButton
            icon={X}
            label={tr('console.upload.cancel', { name: item.fileName })}
            onClick={() => cancelUpload(item.key)}
          />
        )}
      </div>
    </li>
  );
}

/** What became of it, and what to know, in words. */
function Verdict({ item }: { item: UploadItem }) {
  if (item.phase === 'checking') return <div class="upload-detail">{tr('console.upload.checking')}</div>;
  if (item.phase === 'failed') {
    return (
      <div class="upload-detail">
        <span class="mark" data-tone="bad">
          {tr('console.upload.failed')}
        </span>{' '}
        {item.error ?? tr('console.error.unknown')}
      </div>
    );
  }
  if (item.phase !== 'done' || !item.status) return null;
  const { outcome, verdict, detail, asset } = item.status;
  const isPlain = verdict === 'ok' || verdict === null;
  // What is damaged or has no preview is said by its verdict already.
  const cause = verdict === 'too_large' || verdict === 'undecodable' ? asset?.verdictCause : null;
  const icon =
    outcome === 'duplicate' ? Copy : outcome === 'version' ? Layers : isPlain ? CircleCheck : CircleAlert;
  return (
    <div class="upload-detail">
      <span class="upload-verdict">
        <Icon of={icon} />
        <span>
          {tr(`console.upload.outcome.${outcome ?? 'new'}`)}
          {!isPlain && verdict && ` · ${tr(`console.verdict.${verdict}`)}`}
        </span>
      </span>
      {item.isDrawing ? (
        <span>{tr('console.upload.drawing')}</span>
      ) : (
        <>
          {cause && <span>{refusalText(locale.value, cause)}</span>}
          {detail && <span>{detail}</span>}
        </>
      )}
      {item.status.versionOf && (
        <Button tone="quiet" icon={Layers} onClick={() => void takeVersion(item)}>
          {tr('console.upload.take_version', { title: item.status.versionOf.title })}
        </Button>
      )}
    </div>
  );
}
