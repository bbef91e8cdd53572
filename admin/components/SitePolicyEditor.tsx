/** On which web sites hot-links may be shown: any, a list, a list and requests that name none; first only counted, if wished. */
import { useState } from 'preact/hooks';
import { readSite, SITE_MODES, type SiteMode, type SitePolicy } from '../../shared/delivery/index.ts';
import { tr } from '../state/locale.ts';
import { CheckField, SelectField } from './Field.tsx';
import { TagsField } from './TagsField.tsx';

export interface SitePolicyEditorProps {
  readonly value: SitePolicy;
  /** Resolves when the change is kept or refused; until then the editor shows it. */
  readonly onValue: (value: SitePolicy) => Promise<unknown>;
}

/** Beyond ASCII a name looks like another one: its reader is told. */
const isRespelled = (text: string, site: string): boolean => site.includes('xn--') && text !== site;

const hasList = (mode: SiteMode): boolean => mode === 'list' || mode === 'list_or_empty';

export function SitePolicyEditor({ value: kept, onValue: keep }: SitePolicyEditorProps) {
  const [draft, setDraft] = useState<SitePolicy | null>(null);
  /** What was typed last and is no site, and what is kept under another name than it was typed. */
  const [refused, setRefused] = useState<readonly string[]>([]);
  const [respelled, setRespelled] = useState<readonly { text: string; site: string }[]>([]);
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
            reportOnly: hasList(mode) && (!hasList(value.mode) || value.reportOnly),
          })
        }
      />
      {hasList(value.mode) && (
        <>
          <TagsField
            label={tr('console.sites.list')}
            hint={tr('console.sites.list_hint')}
            placeholder="www.example.com"
            value={value.sites}
            onValue={(entered) => {
              const read = entered.map((text) => ({ text, site: readSite(text) }));
              setRefused(read.filter(({ site }) => site === null).map(({ text }) => text));
              setRespelled(
                read.flatMap(({ text, site }) =>
                  site !== null && isRespelled(text, site) ? [{ text, site }] : [],
                ),
              );
              const sites = [...new Set(read.flatMap(({ site }) => (site === null ? [] : [site])))];
              onValue({ ...value, sites });
            }}
          />
          <div role="status" class="stack-s">
            {refused.length > 0 && (
              <p class="field-error">
                {tr('console.sites.refused', { names: refused.join(', '), count: refused.length })}
              </p>
            )}
            {respelled.map(({ text, site }) => (
              <p key={site} class="field-hint">
                {tr('console.sites.respelled', { text, site })}
              </p>
            ))}
          </div>
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
    report: policy.reportOnly && hasList(policy.mode) ? 'yes' : 'no',
  });
}
