/** Choosing one of the brand's licences, with what the chosen one says in a sentence. */
import type { ComponentChildren } from 'preact';
import type { License } from '../../shared/contract/index.ts';
import { formatTerritories } from '../../shared/rights/explain.ts';
import { formatWindow } from '../../shared/time/index.ts';
import { listLicenses } from '../operations/rights.ts';
import { now } from '../state/clock.ts';
import { useFound } from '../state/found.ts';
import { locale, tr } from '../state/locale.ts';
import { Combobox } from './Combobox.tsx';
import { ErrorState, Skeleton, useIsSlow } from './States.tsx';

export interface LicensePickerProps {
  readonly value: License | null;
  readonly onValue: (license: License | null) => void;
  /** Names the choice of no licence, where that is one. */
  readonly noneLabel?: string;
  /** Stands after what the licence says, or alone where none is chosen. */
  readonly children: ComponentChildren;
}

const NONE = 'none';

export function LicensePicker({ value, onValue, noneLabel, children }: LicensePickerProps) {
  const { pages, typed, isOpened, found } = useFound<License>('licenses:found:', listLicenses);
  const isSlow = useIsSlow(pages.isNew && pages.error === null);
  const hasNone = noneLabel !== undefined && typed === '';
  return (
    <>
      {pages.error && <ErrorState error={pages.error} onRetry={pages.reload} />}
      {!isOpened && isSlow && <Skeleton />}
      {isOpened && (
        <Combobox
          label={tr('console.bulk.license_label')}
          placeholder={tr('console.bulk.license_placeholder')}
          value={value?.id ?? (noneLabel === undefined ? null : NONE)}
          choices={[
            ...(hasNone ? [{ value: NONE, label: noneLabel }] : []),
            ...pages.items.map((item) => ({
              value: item.id,
              label: item.name,
              note: [item.licensor, tr(`console.license_state.${item.state}`)].filter(Boolean).join(' · '),
            })),
          ]}
          found={found}
          onChoose={(id) => onValue(pages.items.find((item) => item.id === id) ?? null)}
        />
      )}
      <p class="muted">
        {value && `${licenseReach(value)} `}
        {children}
      </p>
    </>
  );
}

function licenseReach(license: License): string {
  return tr('console.license_reach', {
    effect: license.effect,
    window: formatWindow(locale.value, license, { zone: license.timeZone, now: now.value }),
    territories: formatTerritories(locale.value, license.territories),
    channels:
      license.channels === null
        ? tr('console.channel.all')
        : license.channels.map((channel) => tr(`rights.channel.${channel}`)).join(', '),
  });
}
