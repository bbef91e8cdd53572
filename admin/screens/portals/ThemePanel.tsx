/** The theme: which of the five, the brand's colours in it, and what they do to contrast. */
import { CircleCheck, TriangleAlert } from 'lucide-preact';
import type { Theme, ThemeName } from '../../../shared/contract/index.ts';
import { THEMES } from '../../../shared/contract/index.ts';
import { contrast, formatColour, parseHex, TEXT_CONTRAST, toHex } from '../../../shared/theme/contrast.ts';
import { colourScheme, themeColours } from '../../../shared/theme/themes.ts';
import { Field, SelectField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { locale, tr } from '../../state/locale.ts';

export interface ThemePanelProps {
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
}

export function ThemePanel({ theme, onTheme }: ThemePanelProps) {
  return (
    <>
      <fieldset class="field">
        <legend class="field-label">{tr('console.theme.name')}</legend>
        <div class="theme-cards">
          {THEMES.map((name) => (
            <label key={name} class="theme-card">
              <input
                type="radio"
                name="theme"
                checked={theme.name === name}
                onChange={() => onTheme({ ...theme, name })}
              />
              <ThemeSample name={name} theme={theme} />
              <span class="theme-name">{tr(`console.theme.${name}`)}</span>
              <span class="field-hint">{tr(`console.theme.${name}_about`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <ColourField
        label={tr('console.theme.accent')}
        value={theme.accent}
        own={ownColour(theme, 'accent')}
        onValue={(accent) => onTheme({ ...theme, accent })}
      />
      <ColourField
        label={tr('console.theme.surface')}
        value={theme.surface}
        own={ownColour(theme, 'surface')}
        onValue={(surface) => onTheme({ ...theme, surface })}
      />
      <ColourField
        label={tr('console.theme.ink')}
        value={theme.ink}
        own={ownColour(theme, 'ink')}
        onValue={(ink) => onTheme({ ...theme, ink })}
      />
      <ContrastNote theme={theme} />
      <SelectField
        label={tr('console.theme.scheme')}
        value={theme.scheme}
        options={(['auto', 'light', 'dark'] as const).map((value) => ({
          value,
          label: tr(`console.theme.scheme.${value}`),
        }))}
        onValue={(scheme) => onTheme({ ...theme, scheme })}
      />
      <fieldset class="field">
        <legend class="field-label">{tr('console.theme.radius')}</legend>
        <div class="line-up toggles">
          {(['none', 'small', 'large'] as const).map((radius) => (
            <label key={radius} class="toggle">
              <input
                type="radio"
                name="radius"
                checked={theme.radius === radius}
                onChange={() => onTheme({ ...theme, radius })}
              />
              <span>{tr(`console.theme.radius.${radius}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}

/** The scheme a theme shows first. */
const firstScheme = (theme: Theme) => (colourScheme(theme) === 'dark' ? 'dark' : 'light');

/** The theme's colour without the brand's. */
function ownColour(theme: Theme, role: 'accent' | 'surface' | 'ink'): string {
  const bare = { ...theme, accent: null, surface: null, ink: null };
  return toHex(themeColours(bare, firstScheme(bare))[role]);
}

const SAMPLE_FONTS: Readonly<Record<ThemeName, string>> = {
  gallery: 'Georgia, serif',
  broadsheet: '"Arial Narrow", "Helvetica Neue", sans-serif',
  studio: 'system-ui, sans-serif',
  field: 'Rockwell, "Roboto Slab", Georgia, serif',
  signal: '"Helvetica Neue", Helvetica, Arial, sans-serif',
};

/** A page in small: heading, lines, a picture's place and the accent, in the colours this theme would have. */
function ThemeSample({ name, theme }: { name: ThemeName; theme: Theme }) {
  const own = { ...theme, name };
  const colours = themeColours(own, firstScheme(own));
  return (
    <span
      class="theme-sample"
      data-theme-name={name}
      aria-hidden="true"
      style={{
        background: formatColour(colours.surface),
        color: formatColour(colours.ink),
        fontFamily: SAMPLE_FONTS[name],
        '--sample-line': formatColour(colours.line),
        '--sample-accent': formatColour(colours.accent),
        '--sample-muted': formatColour(colours['ink-muted']),
      }}
    >
      <span class="theme-sample-head">Aa</span>
      <span class="theme-sample-picture" />
      <span class="theme-sample-button" />
    </span>
  );
}

interface ColourFieldProps {
  readonly label: string;
  readonly value: string | null;
  /** The theme's own, shown while the brand gives none. */
  readonly own: string;
  readonly onValue: (value: string | null) => void;
}

function ColourField({ label, value, own, onValue }: ColourFieldProps) {
  return (
    <Field label={label}>
      {(control) => (
        <div class="colour-field">
          <input
            type="color"
            aria-label={tr('console.theme.pick', { name: label })}
            value={value ?? own}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
          <input
            {...control}
            class="input numeric"
            type="text"
            placeholder={tr('console.theme.own', { colour: own })}
            pattern="#[0-9a-fA-F]{6}"
            maxLength={7}
            value={value ?? ''}
            onChange={(event) => {
              const text = event.currentTarget.value.trim();
              if (text === '') onValue(null);
              else if (/^#?[0-9a-f]{6}$/i.test(text)) {
                onValue(`#${text.replace('#', '').toLowerCase()}`);
              }
            }}
          />
          {value !== null && (
            <button type="button" class="button" data-tone="quiet" onClick={() => onValue(null)}>
              {tr('console.theme.reset')}
            </button>
          )}
        </div>
      )}
    </Field>
  );
}

/** What the colours become so that everyone can read them. */
function ContrastNote({ theme }: { theme: Theme }) {
  const scheme = firstScheme(theme);
  const colours = themeColours(theme, scheme);
  const ratio = (value: number) =>
    new Intl.NumberFormat(locale.value, { maximumFractionDigits: 1 }).format(value);
  const text = contrast(colours.ink, colours.surface);
  const link = contrast(colours['accent-ink'], colours.surface);
  const moved =
    theme.accent !== null && toHex(parseHex(theme.accent)) !== toHex(colours['accent-ink'])
      ? toHex(colours['accent-ink'])
      : null;
  const isSurfaceUnused = theme.surface !== null && contrast(parseHex(theme.surface), colours.surface) > 1.05;
  const isPlain = moved === null && !isSurfaceUnused;
  return (
    <div class="banner small" data-tone={isPlain ? 'good' : 'warn'} role="status">
      <Icon of={isPlain ? CircleCheck : TriangleAlert} />
      <div class="stack-s">
        <span>
          {tr('console.theme.contrast', {
            text: ratio(text),
            link: ratio(link),
            needed: ratio(TEXT_CONTRAST),
          })}
        </span>
        {moved !== null && (
          <span>
            <span class="swatch-dot" style={{ background: moved }} />
            {tr('console.theme.moved', { colour: moved })}
          </span>
        )}
        {isSurfaceUnused && (
          <span>{tr('console.theme.surface_moved', { colour: toHex(colours.surface) })}</span>
        )}
      </div>
    </div>
  );
}
