/** What stands in the way of an address, parameter by parameter, with the nearest accepted value one click away. */
import { CircleAlert, Lock, Wand2 } from 'lucide-preact';
import type { ApiError } from '../../api.ts';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { tr } from '../../state/locale.ts';
import { describeError } from '../../state/notices.ts';
import type { Answer } from './rendition-probe.ts';
import { type AddressState, withFix } from './transformation-text.ts';

export interface AddressHelpProps {
  readonly address: AddressState;
  readonly text: string;
  readonly answer: Answer | null;
  readonly error: ApiError | null;
  readonly onText: (text: string) => void;
}

export function AddressHelp({ address, text, answer, error, onText }: AddressHelpProps) {
  if (address.kind === 'free') {
    const detail = error ? describeError(error) : answer?.problem?.detail;
    return detail ? (
      <div class="play-help" data-tone="bad" role="status">
        <Icon of={CircleAlert} />
        <p>{detail}</p>
      </div>
    ) : null;
  }
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
                    {/* Written for developers, as the problem's body says it. */}
                    <span lang="en">{'accepts' in problem ? problem.accepts : problem.allowed}</span>
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
