/** What the server answered: status, time, size and every header. */
import { useId } from 'preact/hooks';
import { showBytes, showNumber, tr } from '../../state/locale.ts';
import { CLIENTS, type Client, type Probe } from './rendition-probe.ts';
import type { AddressState } from './transformation-text.ts';

export interface AnswerReadoutProps {
  readonly probe: Probe;
  readonly address: AddressState;
  readonly client: Client;
  readonly onClient: (client: Client) => void;
}

/** `AVIF`, `JSON`: the last word of a media type. */
const formatName = (mediaType: string): string =>
  /[a-z0-9]+$/.exec(mediaType.replace(/;.*$/, ''))?.[0].toUpperCase() ?? '–';

const clients = Object.keys(CLIENTS) as Client[];

export function AnswerReadout({ probe, address, client, onClient }: AnswerReadoutProps) {
  const id = useId();
  const { answer } = probe;
  const facts = answer
    ? [
        [tr('console.play.status'), String(answer.status)],
        [tr('console.play.time'), tr('console.play.ms', { ms: showNumber(Math.round(answer.timeMs)) })],
        [tr('console.play.bytes'), showBytes(answer.bytes)],
        [tr('console.play.pixels'), answer.size ? `${answer.size.width} × ${answer.size.height}` : '–'],
        [tr('console.play.format'), formatName(answer.mediaType)],
      ]
    : [];
  return (
    <section class="play-readout" aria-labelledby={`${id}-title`} aria-busy={probe.isAsking}>
      <div class="spread">
        <h2 class="section-title" id={`${id}-title`}>
          {tr('console.play.answer')}
        </h2>
        <select
          class="input play-client"
          aria-label={tr('console.play.client')}
          value={client}
          onChange={(event) => {
            const chosen = clients.find((name) => name === event.currentTarget.value);
            if (chosen) onClient(chosen);
          }}
        >
          {clients.map((name) => (
            <option key={name} value={name}>
              {tr(`console.play.client.${name}`)}
            </option>
          ))}
        </select>
      </div>
      <dl class="play-facts">
        {facts.map(([label, value], index) => (
          <div key={label} data-bad={index === 0 && answer && answer.status >= 400 ? '' : undefined}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {address.kind !== 'wrong' && (
        <p class="play-canonical">
          <span class="muted small">{tr('console.play.canonical')}</span>
          <code>{address.canonical}</code>
        </p>
      )}
      {answer?.isPreviewSigned && <p class="muted small">{tr('console.play.preview_signed')}</p>}
      {answer && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <section class="play-headers" tabIndex={0} aria-label={tr('console.play.headers')}>
          <dl>
            {answer.headers.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </section>
  );
}
