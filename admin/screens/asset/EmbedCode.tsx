/** Code that embeds the picture, in six dialects. Written here from what the server told, so that every switch shows at once. */
import { Signature } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import type { AssetSnippets } from '../../../shared/contract/index.ts';
import {
  buildSnippets,
  LADDER_RATIOS,
  motionToSign,
  type SnippetReferrerPolicy,
} from '../../../shared/delivery/index.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { CheckField, SelectField } from '../../components/Field.tsx';
import { signUrl } from '../../operations/delivery.ts';
import { tr } from '../../state/locale.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { isOneOf, remembered } from '../../state/remembered.ts';
import { may } from '../../state/session.ts';
import { useShortcuts } from '../../state/shortcuts.ts';

const DIALECTS = ['img', 'picture', 'markdown', 'css', 'bbcode', 'url'] as const;
type Dialect = (typeof DIALECTS)[number];
const dialect = remembered<Dialect>('embed.dialect', 'img', isOneOf(DIALECTS));

const WIDTHS = [320, 480, 640, 800, 960, 1200, 1600, 1920, 2560];
const WIDTH_AT_FIRST = 800;
const POLICIES: readonly SnippetReferrerPolicy[] = [
  'strict-origin-when-cross-origin',
  'no-referrer-when-downgrade',
  'origin',
  'no-referrer',
];
const spellRatio = ({ w, h }: { w: number; h: number }): string => `${w}:${h}`;

export function EmbedCode({ snippets }: { snippets: AssetSnippets }) {
  const { input } = snippets;
  const widths = WIDTHS.filter((step) => step <= Math.max(input.source.width, 320));
  const [width, setWidth] = useState(() => String(Math.min(WIDTH_AT_FIRST, widths.at(-1) ?? WIDTH_AT_FIRST)));
  const [ratio, setRatio] = useState('');
  const [policy, setPolicy] = useState<SnippetReferrerPolicy>('strict-origin-when-cross-origin');
  const [isBlurred, setBlurred] = useState(true);
  const [isColoured, setColoured] = useState(true);
  const [isMoving, setMoving] = useState(true);
  const [signed, setSigned] = useState<{ readonly wish: string; readonly url: string } | null>(null);
  // A ground behind transparency would stay in sight.
  const isInFront = !input.hasAlpha;
  const hasPolicy = dialect.value === 'img' || dialect.value === 'picture';
  const hasStyle = isInFront && hasPolicy;
  const hasColour = isInFront && (hasPolicy || dialect.value === 'css');
  const shape = {
    displayWidth: Number(width),
    ratio: LADDER_RATIOS.find((entry) => spellRatio(entry) === ratio) ?? null,
  };
  const wish = motionToSign({ ...input, ...shape });
  const motionUrl =
    !isMoving || snippets.motionUrl === null
      ? null
      : wish === null
        ? snippets.motionUrl
        : signed?.wish === wish
          ? signed.url
          : null;
  const written = useMemo(
    () =>
      buildSnippets({
        ...input,
        ...shape,
        motionUrl,
        referrerPolicy: policy,
        dominantColor: isColoured ? snippets.dominantColour : null,
        placeholderDataUrl: isBlurred ? snippets.placeholder : null,
      }),
    [snippets, width, ratio, policy, isBlurred, isColoured, motionUrl],
  );
  const code = written[dialect.value];
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    notify(tr('console.embed.copied'), { tone: 'good' });
  };
  useShortcuts({ c: () => void copy() });
  return (
    <section class="inspector-section embed" aria-label={tr('console.embed.code')}>
      <fieldset class="line-up toggles">
        <legend class="visually-hidden">{tr('console.embed.dialect')}</legend>
        {DIALECTS.map((name) => (
          <label key={name} class="toggle">
            <input
              type="radio"
              name="dialect"
              checked={dialect.value === name}
              onChange={() => {
                dialect.value = name;
              }}
            />
            <span>{tr(`console.embed.dialect.${name}`)}</span>
          </label>
        ))}
      </fieldset>
      <p class="muted small">
        {tr(`console.embed.${motionUrl === null ? 'about' : 'about_moving'}.${dialect.value}`)}
      </p>
      <div class="embed-code">
        <textarea
          class="input code-text"
          readOnly
          rows={8}
          wrap={dialect.value === 'url' ? 'soft' : 'off'}
          spellcheck={false}
          aria-label={tr('console.embed.code')}
          value={code}
          onFocus={(event) => event.currentTarget.select()}
        />
        <div class="spread">
          <span class="kbd" aria-hidden="true">
            C
          </span>
          <CopyButton text={code} label={tr('console.embed.copy')} tone="primary" />
        </div>
      </div>
      <div class="embed-options">
        <SelectField
          label={tr('console.embed.width')}
          value={width}
          options={widths.map((step) => ({ value: String(step), label: `${step} px` }))}
          onValue={setWidth}
        />
        <SelectField
          label={tr('console.embed.ratio')}
          value={ratio}
          options={[
            { value: '', label: tr('console.embed.ratio_own') },
            ...LADDER_RATIOS.map((entry) => ({
              value: spellRatio(entry),
              label: spellRatio(entry) === '191:100' ? '1.91:1' : spellRatio(entry),
            })),
          ]}
          onValue={setRatio}
        />
      </div>
      {snippets.motionUrl !== null && (
        <CheckField label={tr('console.embed.moving')} checked={isMoving} onValue={setMoving} />
      )}
      {snippets.motionUrl !== null && isMoving && motionUrl === null && wish !== null && (
        <UnsignedMotion assetId={snippets.assetId} wish={wish} onSigned={(url) => setSigned({ wish, url })} />
      )}
      {hasColour && (
        <div class="stack-s">
          {hasStyle && snippets.placeholder !== null && (
            <CheckField label={tr('console.embed.blurred')} checked={isBlurred} onValue={setBlurred} />
          )}
          {snippets.dominantColour !== null && (
            <CheckField
              label={
                <span class="line-up">
                  {tr('console.embed.colour')}
                  <span
                    class="embed-swatch"
                    style={{ background: snippets.dominantColour }}
                    aria-hidden="true"
                  />
                </span>
              }
              checked={isColoured}
              onValue={setColoured}
            />
          )}
        </div>
      )}
      {hasPolicy && (
        <SelectField
          label="referrerpolicy"
          hint={tr(`console.embed.policy.${policy}`)}
          value={policy}
          options={POLICIES.map((value) => ({ value, label: value }))}
          onValue={setPolicy}
        />
      )}
      {input.credit === null && <p class="field-hint">{tr('console.embed.no_credit')}</p>}
    </section>
  );
}

interface UnsignedMotionProps {
  readonly assetId: string;
  /** The transformation to sign. */
  readonly wish: string;
  readonly onSigned: (url: string) => void;
}

/** What keeps the code from moving, and the way out. */
function UnsignedMotion({ assetId, wish, onSigned }: UnsignedMotionProps) {
  const [isSigning, setSigning] = useState(false);
  const maySign = may('rendition:sign');
  const sign = async () => {
    setSigning(true);
    try {
      const { url } = await signUrl(assetId, { transformation: wish, expiresAt: null });
      onSigned(url);
      notify(tr('console.embed.moving_signed'), { tone: 'good' });
    } catch (error) {
      notifyFailure(error, tr('console.embed.moving_unchanged'));
    } finally {
      setSigning(false);
    }
  };
  return (
    <div class="embed-unsigned" role="status">
      <p class="small">{tr(maySign ? 'console.embed.moving_unsigned' : 'console.embed.moving_barred')}</p>
      {maySign && (
        <Button icon={Signature} isBusy={isSigning} onClick={() => void sign()}>
          {tr('console.embed.moving_sign')}
        </Button>
      )}
    </div>
  );
}
