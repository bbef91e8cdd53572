/**
 * The playground: an address taken apart. Parameters change, and the picture, its bytes and the answer's headers follow; what
 * an address may not ask for is explained with the nearest thing it may.
 */
import { Columns2, Lock, RotateCcw, Signature, Square } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { AssetDetail } from '../../../shared/contract/index.ts';
import { urlFileName } from '../../../shared/delivery/index.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Icon } from '../../components/Icon.tsx';
import { renditionUrl } from '../../components/Thumb.tsx';
import { showBytes, showMeasure, showPercent, tr } from '../../state/locale.ts';
import { isBoolean, remembered } from '../../state/remembered.ts';
import { may } from '../../state/session.ts';
import { isNarrow } from '../../state/viewport.ts';
import { AddressHelp } from './AddressHelp.tsx';
import { AnswerReadout } from './AnswerReadout.tsx';
import { PlaygroundControls } from './PlaygroundControls.tsx';
import { type Answer, type Client, useProbe } from './rendition-probe.ts';
import { SignDialog } from './SignDialog.tsx';
import { judgeAddress } from './transformation-text.ts';

const isBesideOnWide = remembered('playground.beside', true, isBoolean);
/** A phone has room for one picture that shows something. */
const isBesideOnNarrow = remembered('playground.beside_narrow', false, isBoolean);
const START = 'w=800';
/** Nothing is ever saved whole, however it rounds. */
const MOST_SAVED = 0.99;

export function Playground({ asset }: { asset: AssetDetail }) {
  const [text, setText] = useState(START);
  const [client, setClient] = useState<Client>('modern');
  const [turn, setTurn] = useState(0);
  const [isSigning, setSigning] = useState(false);
  const isBeside = isNarrow.value ? isBesideOnNarrow : isBesideOnWide;
  const address = judgeAddress(text);
  const maySign = may('rendition:sign');
  const current = asset.versions.find(({ isCurrent }) => isCurrent);
  const frames = current?.frames ?? 1;
  const pages = current?.mediaType === 'image/tiff' && current.poster === null ? (current.pages ?? 1) : 1;
  const format = /(?:^|,)f=(avif|webp|png)\b/.exec(address.kind === 'wrong' ? '' : address.canonical)?.[1];
  const name = urlFileName(asset.slug, format ?? 'jpg');
  const probe = useProbe({ assetId: asset.id, text, name, address, client, maySign, turn });
  const shownPath = `/i/${asset.id}/${address.kind === 'wrong' ? text : address.canonical}/${name}`;
  return (
    <section class="play" aria-label={tr('console.play.title')}>
      <div class="play-address">
        {isNarrow.value && <h2 class="section-title">{tr('console.play.title')}</h2>}
        <label class="play-url">
          <span class="visually-hidden">{tr('console.play.address')}</span>
          <span class="play-fixed" aria-hidden="true">
            /i/{asset.id.slice(0, 6)}…/
          </span>
          <input
            class="play-text"
            value={text}
            spellcheck={false}
            autocapitalize="off"
            autocomplete="off"
            maxLength={256}
            aria-invalid={address.kind === 'wrong' ? 'true' : undefined}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <span class="play-fixed truncate" aria-hidden="true">
            /{name}
          </span>
        </label>
        <span class="play-badge" data-kind={address.kind} role="status">
          {address.kind === 'signed' && <Icon of={Lock} />}
          {tr(`console.play.kind.${address.kind}`)}
        </span>
        <div class="line-up play-acts">
          {address.kind === 'signed' && maySign && (
            <Button icon={Signature} tone="primary" onClick={() => setSigning(true)}>
              {tr('console.play.sign')}
            </Button>
          )}
          {address.kind === 'free' && (
            <CopyButton
              text={`${location.origin}${shownPath}`}
              label={tr('console.play.copy')}
              tone="primary"
            />
          )}
          <IconButton icon={RotateCcw} label={tr('console.play.again')} onClick={() => setTurn(turn + 1)} />
          <IconButton
            icon={isBeside.value ? Square : Columns2}
            label={tr(isBeside.value ? 'console.play.alone' : 'console.play.beside')}
            onClick={() => {
              isBeside.value = !isBeside.value;
            }}
          />
        </div>
      </div>
      <div class="play-stage" data-beside={isBeside.value ? '' : undefined} aria-busy={probe.isAsking}>
        {isBeside.value && <OriginalSide asset={asset} />}
        <ResultSide asset={asset} answer={probe.answer} isAsking={probe.isAsking} />
      </div>
      <AddressHelp
        address={address}
        text={text}
        answer={probe.answer}
        error={probe.error}
        onText={setText}
        onAgain={() => setTurn(turn + 1)}
      />
      <div class="play-board">
        <PlaygroundControls text={text} frames={frames} pages={Math.max(frames, pages)} onText={setText} />
        <AnswerReadout probe={probe} address={address} client={client} onClient={setClient} />
      </div>
      {isSigning && address.kind === 'signed' && (
        <SignDialog
          assetId={asset.id}
          canonical={address.canonical}
          name={name}
          onClose={() => setSigning(false)}
        />
      )}
    </section>
  );
}

function OriginalSide({ asset }: { asset: AssetDetail }) {
  const url = renditionUrl(asset, 'preview');
  return (
    <figure class="play-side">
      <div class="play-picture">
        {url && <img src={url} alt={tr('console.play.original_of', { title: asset.title })} />}
      </div>
      <figcaption>
        <strong>{tr('console.play.original')}</strong>
        <span class="numeric">
          <Measures measure={showMeasure(asset)} bytes={asset.sizeBytes} />
        </span>
      </figcaption>
    </figure>
  );
}

interface MeasuresProps {
  readonly measure: string | null;
  readonly bytes: number;
}

/** Pixels or proportions, and bytes; a line ends between them, never inside one. */
function Measures({ measure, bytes }: MeasuresProps) {
  return (
    <>
      {measure !== null && (
        <>
          <span class="play-measure">{measure}</span>
          {' · '}
        </>
      )}
      <span class="play-measure">{showBytes(bytes)}</span>
    </>
  );
}

interface ResultSideProps {
  readonly asset: AssetDetail;
  readonly answer: Answer | null;
  readonly isAsking: boolean;
}

function ResultSide({ asset, answer, isAsking }: ResultSideProps) {
  const saved = answer?.picture ? 1 - answer.bytes / asset.sizeBytes : null;
  return (
    <figure class="play-side" data-asking={isAsking ? '' : undefined}>
      <div class="play-picture" data-checked="">
        {answer?.picture ? (
          <img src={answer.picture} alt={tr('console.play.result_of', { title: asset.title })} />
        ) : (
          answer && <span class="play-blank numeric">{answer.status}</span>
        )}
      </div>
      <figcaption>
        <strong>{tr('console.play.result')}</strong>
        {answer?.picture && (
          <span class="numeric">
            <Measures
              measure={answer.size && `${answer.size.width} × ${answer.size.height}`}
              bytes={answer.bytes}
            />{' '}
            {saved !== null && (
              <b class="play-saved" data-tone={saved >= 0 ? 'good' : 'warn'}>
                {saved >= 0 ? '−' : '+'} {showPercent(saved >= 0 ? Math.min(MOST_SAVED, saved) : -saved)}
              </b>
            )}
          </span>
        )}
      </figcaption>
    </figure>
  );
}
