/** Signs one address, until a chosen end or for as long as the key is in use, and hands it over. */
import { useState } from 'preact/hooks';
import type { SignedUrl } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { FieldError } from '../../components/Field.tsx';
import { ZonedDateTimeField } from '../../components/ZonedDateTimeField.tsx';
import { signUrl } from '../../operations/delivery.ts';
import { showMoment, timeZone, tr } from '../../state/locale.ts';
import { describeError } from '../../state/notices.ts';
import { toApiError } from '../../state/resource.ts';

export interface SignDialogProps {
  readonly assetId: string;
  readonly canonical: string;
  readonly name: string;
  readonly onClose: () => void;
}

export function SignDialog({ assetId, canonical, name, onClose }: SignDialogProps) {
  const [endsAt, setEndsAt] = useState<number | null>(null);
  const [zone, setZone] = useState(timeZone.value);
  const [signed, setSigned] = useState<SignedUrl | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const sign = async () => {
    setBusy(true);
    setError(null);
    try {
      setSigned(await signUrl(assetId, { transformation: canonical, fileName: name, expiresAt: endsAt }));
    } catch (failure) {
      setError(describeError(toApiError(failure)));
    }
    setBusy(false);
  };
  return (
    <Dialog
      title={tr('console.play.sign')}
      onClose={onClose}
      {...(signed === null ? { onSubmit: () => void sign() } : {})}
      footer={
        signed === null ? (
          <>
            <Button onClick={onClose}>{tr('console.cancel')}</Button>
            <Button type="submit" tone="primary" isBusy={isBusy}>
              {tr('console.play.sign')}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>{tr('console.close')}</Button>
            <CopyButton text={signed.url} label={tr('console.play.copy')} tone="primary" />
          </>
        )
      }
    >
      {signed === null ? (
        <>
          <p>{tr('console.play.sign_about')}</p>
          <p class="play-canonical">
            <span class="muted small">{tr('console.play.canonical')}</span>
            <code>{canonical}</code>
          </p>
          <ZonedDateTimeField
            label={tr('console.play.sign_end')}
            value={endsAt}
            zone={zone}
            onValue={setEndsAt}
            onZone={setZone}
            emptyLabel={tr('console.play.sign_no_end')}
          />
          <FieldError error={error} />
        </>
      ) : (
        <>
          <p role="status">
            {signed.expiresAt === null
              ? tr('console.play.signed_no_end', { kid: signed.kid })
              : tr('console.play.signed_until', {
                  kid: signed.kid,
                  when: showMoment(signed.expiresAt, zone),
                })}
          </p>
          <textarea
            class="input code-text"
            readOnly
            wrap="soft"
            rows={5}
            aria-label={tr('console.play.signed_url')}
            value={signed.url}
          />
        </>
      )}
    </Dialog>
  );
}
