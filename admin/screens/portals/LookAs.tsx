/** Looking at the page as somebody else: from a country, at a time. */
import { Eye, X } from 'lucide-preact';
import { useId, useRef, useState } from 'preact/hooks';
import { listTerritories } from '../../../shared/rights/territory-names.ts';
import type { Audience } from '../../../shared/rights/types.ts';
import { Button } from '../../components/Button.tsx';
import { Combobox } from '../../components/Combobox.tsx';
import { Icon } from '../../components/Icon.tsx';
import { ZonedDateTimeField } from '../../components/ZonedDateTimeField.tsx';
import { countryName, locale, showInstant, timeZone, tr } from '../../state/locale.ts';

export interface LookingAs {
  /** ISO 3166-1 alpha-2; null is where the editor is. */
  readonly territory: string | null;
  /** Null is now. */
  readonly at: number | null;
}
export const NOT_LOOKING: LookingAs = { territory: null, at: null };

export interface LookAsProps {
  readonly audience: Audience;
  readonly value: LookingAs;
  readonly onValue: (value: LookingAs) => void;
}

export function LookAs({ audience, value, onValue }: LookAsProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const [zone, setZone] = useState(timeZone.value);
  const isActive = value.territory !== null || value.at !== null;
  const countries = listTerritories(locale.value)
    .filter(({ kind }) => kind === 'country')
    .map(({ code, name }) => ({ value: code, label: name, note: code }));
  const words = [
    tr(`rights.audience.${audience}`),
    value.territory === null ? null : tr('console.look.from', { country: countryName(value.territory) }),
    value.at === null ? null : showInstant(value.at, zone),
  ].filter((word) => word !== null);
  return (
    <>
      <span class="token" data-active={isActive ? '' : undefined}>
        <button type="button" popovertarget={id}>
          <Icon of={Eye} />
          {isActive ? tr('console.look.as', { who: words.join(', ') }) : tr('console.look.open')}
        </button>
        {isActive && (
          <button
            type="button"
            aria-label={tr('console.look.stop')}
            title={tr('console.look.stop')}
            onClick={() => onValue(NOT_LOOKING)}
          >
            <Icon of={X} />
          </button>
        )}
      </span>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={tr('console.look.open')}
        class="look-panel stack"
      >
        <p class="muted small">{tr('console.look.hint', { audience: tr(`rights.audience.${audience}`) })}</p>
        <Combobox
          label={tr('console.look.country')}
          placeholder={tr('console.look.here')}
          choices={countries}
          value={value.territory}
          onChoose={(territory) => onValue({ ...value, territory })}
        />
        <ZonedDateTimeField
          label={tr('console.look.time')}
          value={value.at}
          zone={zone}
          onZone={setZone}
          emptyLabel={tr('console.look.now')}
          defaultTime="09:00"
          onValue={(at) => onValue({ ...value, at })}
        />
        <div class="line-up">
          <Button onClick={() => panel.current?.hidePopover()}>{tr('console.close')}</Button>
          {isActive && (
            <Button
              tone="quiet"
              onClick={() => {
                onValue(NOT_LOOKING);
                panel.current?.hidePopover();
              }}
            >
              {tr('console.look.stop')}
            </Button>
          )}
        </div>
      </div>
    </>
  );
}
