/** What stands in the way of an address, parameter by parameter, with the nearest accepted value one click away. */
import { CircleAlert, CornerDownRight, Lock, RotateCcw, Wand2 } from 'lucide-preact';
import { acceptsText, loweredIn } from '../../../shared/delivery/index.ts';
import type { ApiError } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { locale, tr } from '../../state/locale.ts';
import { describeError } from '../../state/notices.ts';
import type { Answer } from './rendition-probe.ts';
import { type AddressState, withFix } from './transformation-text.ts';

export interface AddressHelpProps {
  readonly address: AddressState;
  readonly text: string;
  readonly answer: Answer | null;
  readonly error: ApiError | null;
  readonly onText: (text: string) => void;
  readonly onAgain: () => void;
}

export function AddressHelp({ address, text, answer, error, onText, onAgain }: AddressHelpProps) {
  // What is wrong with the address itself is said below, with the way out of it.
  const isTold = address.kind === 'wrong' || (address.kind === 'signed' && answer?.isPreviewSigned === false);
  return (
    <>
      {!isTold && <AnswerNote answer={answer} error={error} onAgain={onAgain} />}
      {address.kind !== 'free' && <Problems address={address} text={text} onText={onText} />}
    </>
  );
}

/** What the answer itself says, where it is not simply the picture. */
function AnswerNote({ answer, error, onAgain }: Pick<AddressHelpProps, 'answer' | 'error' | 'onAgain'>) {
  const note = noteOf(answer, error);
  if (note === null) return null;
  const wait = answer?.retryAfterSeconds ?? null;
  const isBad = error !== null || (answer !== null && answer.status >= 400);
  return (
    <div class="play-help" data-tone={isBad ? 'bad' : 'plain'} role="status">
      <Icon of={isBad ? CircleAlert : CornerDownRight} />
      <p>
        {note}
        {wait !== null && ` ${tr('console.play.retry_after', { seconds: wait })}`}
      </p>
      {(error !== null || wait !== null) && (
        <Button tone="quiet" icon={RotateCcw} onClick={onAgain}>
          {tr('console.play.again')}
        </Button>
      )}
    </div>
  );
}

function noteOf(answer: Answer | null, error: ApiError | null): string | null {
  if (error !== null) return describeError(error);
  if (answer === null) return null;
  if (answer.status >= 400) {
    const said = answer.problem?.detail;
    if (answer.picture !== null) return tr('console.play.stand_in', { status: answer.status });
    return said ?? tr('console.play.unexplained', { status: answer.status });
  }
  if (answer.ledTo !== null) return tr('console.play.led_to', { path: answer.ledTo });
  const lowered = loweredIn(answer.headers.find(([name]) => name === 'server-timing')?.[1] ?? '');
  return lowered === null ? null : tr('console.play.lowered', { quality: lowered });
}

interface ProblemsProps {
  readonly address: Exclude<AddressState, { kind: 'free' }>;
  readonly text: string;
  readonly onText: (text: string) => void;
}

function Problems({ address, text, onText }: ProblemsProps) {
  const isWrong = address.kind === 'wrong';
  return (
    <div class="play-help" data-tone={isWrong ? 'bad' : 'plain'} role="status">
      <Icon of={isWrong ? CircleAlert : Lock} />
      <div class="stack-s">
        <p>{tr(isWrong ? 'console.play.wrong' : 'console.play.needs_signature')}</p>
        <ul class="play-problems">
          {address.problems.map((problem) => {
            const fixed = withFix(text, problem);
            return (
              <li key={`${problem.parameter} ${problem.given}`}>
                <code>{problem.parameter}</code>
                {problem.nearest === null && !isWrong ? (
                  <span class="small">{tr('console.play.only_signed')}</span>
                ) : (
                  <span class="small">
                    {tr('console.play.accepts')}{' '}
                    {acceptsText(locale.value, 'accepts' in problem ? problem.accepts : problem.allowed)}
                  </span>
                )}
                {fixed !== null && fixed !== text && (
                  <Button tone="quiet" icon={Wand2} onClick={() => onText(fixed)}>
                    {problem.nearest === null
                      ? tr('console.play.without', { name: problem.parameter })
                      : tr('console.play.use', { value: problem.nearest })}
                  </Button>
                )}
              </li>
            );
          })}
          {address.kind === 'signed' && address.problems.length > 1 && (
            <li>
              <code>{address.nearest}</code>
              <span class="small">{tr('console.play.nearest')}</span>
              <Button tone="quiet" icon={Wand2} onClick={() => onText(address.nearest)}>
                {tr('console.play.use_all')}
              </Button>
            </li>
          )}
        </ul>
      </div>
    </div>
  );
}
