/** Every descriptive field, edited in place. */
import { TriangleAlert } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { AssetDetail, DescribeInput } from '../../../shared/contract/index.ts';
import { dataMiningValues } from '../../../shared/metadata/fields.ts';
import { Button } from '../../components/Button.tsx';
import { SelectField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { InlineField } from '../../components/InlineField.tsx';
import { saveFields } from '../../state/asset-changes.ts';
import { tr } from '../../state/locale.ts';
import { notifyFailure } from '../../state/notices.ts';
import { may } from '../../state/session.ts';

/** Fields that hold text. */
export type TextFieldName = Exclude<
  keyof DescribeInput,
  'focalPoint' | 'successorAssetId' | 'denialPolicy' | 'allowedSites' | 'isUnrestricted' | 'dataMining'
>;

interface FieldRow {
  readonly name: TextFieldName;
  readonly isMultiline?: boolean;
  readonly maxLength: number;
  /** Hidden behind "More" while empty. */
  readonly isRare?: boolean;
}

const ROWS: readonly FieldRow[] = [
  { name: 'title', maxLength: 300 },
  { name: 'headline', maxLength: 300, isRare: true },
  { name: 'caption', maxLength: 5000, isMultiline: true },
  { name: 'altText', maxLength: 1000, isMultiline: true },
  { name: 'creator', maxLength: 300 },
  { name: 'creditLine', maxLength: 300 },
  { name: 'copyrightNotice', maxLength: 500 },
  { name: 'usageTerms', maxLength: 4000, isMultiline: true },
  { name: 'dateCreated', maxLength: 40 },
  { name: 'city', maxLength: 200 },
  { name: 'country', maxLength: 200 },
  { name: 'countryCode', maxLength: 3, isRare: true },
  { name: 'sku', maxLength: 100, isRare: true },
  { name: 'source', maxLength: 300, isRare: true },
  { name: 'instructions', maxLength: 1000, isMultiline: true, isRare: true },
  { name: 'webStatement', maxLength: 500, isRare: true },
];

const DATE = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

function check(name: TextFieldName, value: string): string | null {
  if (name === 'title' && value === '') return tr('console.field.title_needed');
  if (name === 'dateCreated' && value !== '' && !DATE.test(value)) return tr('console.field.date_shape');
  return null;
}

export function DescribeSection({ asset }: { asset: AssetDetail }) {
  const [isAll, setAll] = useState(false);
  const isReadOnly = !may('asset:write');
  const shown = ROWS.filter((row) => isAll || !row.isRare || asset.fields[row.name]);
  return (
    <section class="inspector-section" aria-label={tr('console.asset.describe')}>
      {shown.map(({ name, isMultiline, maxLength }) => (
        <InlineField
          key={name}
          label={tr(`console.field.${name}`)}
          value={asset.fields[name] ?? ''}
          placeholder={tr('console.field.empty')}
          isMultiline={isMultiline ?? false}
          isReadOnly={isReadOnly}
          maxLength={maxLength}
          check={(value) => check(name, value)}
          hint={
            name === 'altText' && !asset.fields.altText ? (
              <span class="line-up">
                <Icon of={TriangleAlert} />
                {tr('console.field.altText_missing')}
              </span>
            ) : undefined
          }
          onSave={(value) => saveFields(asset, { [name]: name === 'title' || value !== '' ? value : null })}
        />
      ))}
      {(isAll || asset.fields.dataMining) && (
        <SelectField
          label={tr('console.field.dataMining')}
          hint={tr('console.field.dataMining_hint')}
          disabled={isReadOnly}
          value={asset.fields.dataMining ?? ''}
          options={['' as const, ...dataMiningValues].map((value) => ({
            value,
            label: tr(`console.data_mining.${value === '' ? 'none' : value}`),
          }))}
          onValue={(value) =>
            void saveFields(asset, { dataMining: value === '' ? null : value }).catch((error: unknown) =>
              notifyFailure(error, tr('console.field.dataMining')),
            )
          }
        />
      )}
      {!isAll && shown.length < ROWS.length && (
        <Button tone="quiet" onClick={() => setAll(true)}>
          {tr('console.asset.more_fields', { count: ROWS.length - shown.length })}
        </Button>
      )}
    </section>
  );
}
