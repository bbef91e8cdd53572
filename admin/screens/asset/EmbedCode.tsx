/** Code that embeds the picture, in six dialects. Written here from what the server told, so that every switch shows at once. */
import { useMemo, useState } from 'preact/hooks';
import type { AssetSnippets } from '../../../shared/contract/index.ts';
import { buildSnippets, LADDER_RATIOS, type SnippetReferrerPolicy } from '../../../shared/delivery/index.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { CheckField, SelectField } from '../../components/Field.tsx';
import { tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';
import { isOneOf, remembered } from '../../state/remembered.ts';
import { useShortcuts } from '../../state/shortcuts.ts';

const DIALECTS = ['img', 'picture', 'markdown', 'css', 'bbcode', 'url'] as const;
type Dialect = (typeof DIALECTS)[number];
const dialect = remembered<Dialect>('embed.dialect', 'img', isOneOf(DIALECTS));

const WIDTHS = [320, 480, 640, 800, 960, 1200, 1600, 1920, 2560];
const POLICIES: readonly SnippetReferrerPolicy[] = [
  'strict-origin-when-cross-origin',
  'no-referrer-when-downgrade',
  'origin',
  'no-referrer',
];
const spellRatio = ({ w, h }: { w: number; h: number }): string => `${w}:${h}`;

export function EmbedCode({ snippets }: { snippets: AssetSnippets }) {
  const { input } = snippets;
  const [width, setWidth] = useState('800');
  const [ratio, setRatio] = useState('');
  const [policy, setPolicy] = useState<SnippetReferrerPolicy>('strict-origin-when-cross-origin');
  const [isBlurred, setBlurred] = useState(true);
  const [isColoured, setColoured] = useState(true);
  const hasStyle = dialect.value === 'img' || dialect.value === 'picture';
  const hasColour = hasStyle || dialect.value === 'css';
  const written = useMemo(
    () =>
      buildSnippets({
        ...input,
        displayWidth: Number(width),
        ratio: LADDER_RATIOS.find((entry) => spellRatio(entry) === ratio) ?? null,
        referrerPolicy: policy,
        dominantColor: isColoured ? snippets.dominantColour : null,
        placeholderDataUrl: isBlurred ? snippets.placeholder : null,
      }),
    [snippets, width, ratio, policy, isBlurred, isColoured],
  );
  const code = written[dialect.value];
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    notify(tr('console.embed.copied'), { tone: 'good' });
  };
  useShortcuts({ c: () => void copy() });
  const widths = WIDTHS.filter((step) => step <= Math.max(input.source.width, 320));
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
      <p class="muted small">{tr(`console.embed.about.${dialect.value}`)}</p>
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
      {hasStyle && (
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
