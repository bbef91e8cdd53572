/** What the file itself carries: embedded values, the palette, and what never leaves. */
import { Check, Copy, Download, ShieldCheck } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { AssetDetail } from '../../../shared/contract/index.ts';
import { IconButton } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { locale, showBytes, showPercent, tr } from '../../state/locale.ts';
import { embeddedName } from './embedded-name.ts';

export function FileSection({ asset }: { asset: AssetDetail }) {
  const hotlink = asset.hotlink === null ? null : new URL(asset.hotlink, location.origin).href;
  return (
    <>
      <section class="inspector-section" aria-label={tr('console.asset.original')}>
        <a class="button" href={`/api/admin/assets/${asset.id}/original`} download={asset.fileName}>
          <Icon of={Download} />
          {tr('console.asset.download_original', { size: showBytes(asset.sizeBytes) })}
        </a>
      </section>
      {hotlink && (
        <section class="inspector-section" aria-label={tr('console.asset.hotlink')}>
          <CopyLine label={tr('console.asset.hotlink')} value={hotlink} />
        </section>
      )}
      {asset.sensitive.length > 0 && (
        <section class="inspector-section" aria-label={tr('console.asset.sensitive')}>
          <div class="banner" data-tone="good">
            <Icon of={ShieldCheck} />
            <span>{tr('console.asset.never_leaves')}</span>
          </div>
          <Facts facts={asset.sensitive.map(named)} />
        </section>
      )}
      <section class="inspector-section" aria-label={tr('console.asset.embedded')}>
        {asset.palette.length > 0 && (
          <ul class="palette-strip" aria-label={tr('console.asset.palette')}>
            {asset.palette.map(({ hex, share }) => (
              <li
                key={hex}
                style={{ background: hex, flexGrow: share }}
                title={`${hex} · ${showPercent(share)}`}
              >
                <span class="visually-hidden">
                  {hex}, {showPercent(share)}
                </span>
              </li>
            ))}
          </ul>
        )}
        <Facts
          facts={[
            { label: tr('console.field.file_name'), value: asset.fileName },
            ...asset.embedded.map(named),
          ]}
        />
      </section>
    </>
  );
}

const named = ({ label, value }: { label: string; value: string }) => ({
  label: embeddedName(locale.value, label),
  value,
});

export function Facts({ facts }: { facts: readonly { label: string; value: string }[] }) {
  return (
    <dl class="facts">
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class="break">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A value with a button that copies it. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <div class="copy-line">
      <div>
        <div class="field-label">{label}</div>
        <code class="truncate">{value}</code>
      </div>
      <IconButton
        icon={isCopied ? Check : Copy}
        label={tr(isCopied ? 'console.copied' : 'console.copy_named', { name: label })}
        onClick={async () => {
          await navigator.clipboard.writeText(value);
          setCopied(true);
          setTimeout(() => setCopied(false), 2_000);
        }}
      />
    </div>
  );
}
