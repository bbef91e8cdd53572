/** On which web sites hot-links may be shown: any, a list, a list and requests that name none; first only counted, if wished. */
import { useState } from 'preact/hooks';
import { SITE_MODES, SITE_PATTERN, type SitePolicy } from '../../shared/delivery/index.ts';
import { tr } from '../state/locale.ts';
import { CheckField, SelectField } from './Field.tsx';
import { TagsField } from './TagsField.tsx';

export interface SitePolicyEditorProps {
  readonly value: SitePolicy;
  /** Resolves when the change is kept or refused; until then the editor shows it. */
  readonly onValue: (value: SitePolicy) => Promise<unknown>;
}

/** What people paste becomes a host name: without scheme, path and port. */
export function hostOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/?#:].*$/, '');
}

export function SitePolicyEditor({ value: kept, onValue: keep }: SitePolicyEditorProps) {
  const [draft, setDraft] = useState<SitePolicy | null>(null);
  const value = draft ?? kept;
  const onValue = (next: SitePolicy) => {
    setDraft(next);
    // A newer change stays in sight.
    void keep(next).finally(() => setDraft((present) => (present === next ? null : present)));
  };
  return (
    <div class="stack">
      <SelectField
        label={tr('console.sites.mode')}
        hint={tr(`console.sites.mode_hint.${value.mode}`)}
        value={value.mode}
        options={SITE_MODES.map((mode) => ({ value: mode, label: tr(`console.sites.mode.${mode}`) }))}
        onValue={(mode) =>
          // A list begins by only counting: nobody's page loses its picture to a forgotten entry.
          onValue({
            ...value,
            mode,
            reportOnly: mode === 'any' ? false : value.mode === 'any' || value.reportOnly,
          })
        }
      />
      {value.mode !== 'any' && (
        <>
          <TagsField
            label={tr('console.sites.list')}
            hint={tr('console.sites.list_hint')}
            placeholder="www.example.com"
            value={value.sites}
            onValue={(entered) => {
              const sites = [...new Set(entered.map(hostOf))].filter((site) => SITE_PATTERN.test(site));
              onValue({ ...value, sites });
            }}
          />
          <CheckField
            label={tr('console.sites.report_only')}
            hint={tr(value.reportOnly ? 'console.sites.report_only_on' : 'console.sites.report_only_off')}
            checked={value.reportOnly}
            onValue={(reportOnly) => onValue({ ...value, reportOnly })}
          />
        </>
      )}
    </div>
  );
}

/** The policy in a few words. */
export function describePolicy(policy: SitePolicy): string {
  return tr('console.sites.summary', {
    mode: policy.mode,
    count: policy.sites.length,
    report: policy.reportOnly && policy.mode !== 'any' ? 'yes' : 'no',
  });
}
