/** The readable address: says while it is typed whether it may be had. */
import { useEffect, useState } from 'preact/hooks';
import type { VanityAnswer } from '../../../shared/contract/index.ts';
import { vanityShape } from '../../../shared/shares/vanity.ts';
import { TextField } from '../../components/Field.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import { checkVanity } from '../../operations/shares.ts';
import { tr } from '../../state/locale.ts';
import { toApiError } from '../../state/resource.ts';

const DELAY_MS = 250;

export interface VanityFieldProps {
  readonly value: string;
  /** The link that may keep its own. */
  readonly linkId: string | undefined;
  readonly onValue: (vanity: string) => void;
}

export function VanityField({ value, linkId, onValue }: VanityFieldProps) {
  const [answer, setAnswer] = useState<{ name: string; state: VanityAnswer['state'] } | null>(null);
  const shape = value === '' ? null : vanityShape(value);
  useEffect(() => {
    if (shape !== 'good') return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      checkVanity(value, linkId, abort.signal).then(
        ({ state }) => setAnswer({ name: value, state }),
        (error: unknown) => {
          // Advice while typing; the server says so again when the link is saved.
          if (!abort.signal.aborted) console.warn(toApiError(error).message);
        },
      );
    }, DELAY_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [value, linkId, shape]);
  const state = shape === 'good' ? (answer?.name === value ? answer.state : null) : shape;
  const address = `${location.host}/s/${value === '' ? '…' : value}`;
  return (
    <TextField
      label={tr('console.share.vanity')}
      hint={
        <span class="line-up">
          <span>{address}</span>
          {state === 'free' && <Mark tone="good" label={tr('console.share.vanity_free')} />}
        </span>
      }
      maxLength={80}
      spellcheck={false}
      error={
        state === 'malformed'
          ? tr('console.share.vanity_shape')
          : state === 'reserved'
            ? tr('console.share.vanity_reserved')
            : state === 'taken'
              ? tr('console.share.vanity_taken')
              : null
      }
      value={value}
      onValue={(vanity) => onValue(vanity.trim().toLowerCase().replaceAll(/\s+/g, '-'))}
    />
  );
}
