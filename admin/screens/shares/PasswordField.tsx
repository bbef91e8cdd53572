/** The password of a link: typed or made, shown while it is set, and never readable afterwards. */
import { Eye, EyeOff, WandSparkles } from 'lucide-preact';
import { useState } from 'preact/hooks';
import {
  generatePassword,
  LINK_PASSWORD_MIN,
  PASSWORD_RANDOM_BYTES,
  passwordStrength,
} from '../../../shared/shares/password-strength.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Field } from '../../components/Field.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import { tr } from '../../state/locale.ts';

const TONES = { weak: 'bad', fair: 'warn', good: 'good' } as const;

export interface PasswordFieldProps {
  readonly value: string;
  /** Whether the link has one already. */
  readonly isKept: boolean;
  readonly isShort: boolean;
  readonly onValue: (password: string) => void;
}

export function PasswordField({ value, isKept, isShort, onValue }: PasswordFieldProps) {
  const [isShown, setShown] = useState(false);
  const strength = value === '' ? null : passwordStrength(value);
  return (
    <Field
      label={tr('console.share.password')}
      error={isShort ? tr('console.share.password_short', { min: LINK_PASSWORD_MIN }) : null}
      hint={
        strength === null ? (
          tr(isKept ? 'console.share.password_keep' : 'console.share.password_hint')
        ) : (
          <span class="line-up">
            <Mark tone={TONES[strength]} label={tr(`console.share.password_${strength}`)} />
            <span>{tr('console.share.password_once')}</span>
          </span>
        )
      }
    >
      {(control) => (
        <span class="field-line">
          <input
            class="input"
            {...control}
            type={isShown ? 'text' : 'password'}
            autocomplete="new-password"
            spellcheck={false}
            maxLength={200}
            value={value}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
          <IconButton
            icon={isShown ? EyeOff : Eye}
            label={tr(isShown ? 'console.share.password_hide' : 'console.share.password_show')}
            onClick={() => setShown(!isShown)}
          />
          {value === '' ? (
            <Button
              icon={WandSparkles}
              onClick={() => {
                onValue(generatePassword(crypto.getRandomValues(new Uint8Array(PASSWORD_RANDOM_BYTES))));
                setShown(true);
              }}
            >
              {tr('console.share.password_make')}
            </Button>
          ) : (
            <CopyButton text={value} label={tr('console.share.password_copy')} isIconOnly />
          )}
        </span>
      )}
    </Field>
  );
}
