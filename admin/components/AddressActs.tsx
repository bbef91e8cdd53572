/** What is done with an address that was handed out: copied, or opened as its holder sees it. */
import { ExternalLink } from 'lucide-preact';
import { tr } from '../state/locale.ts';
import { CopyButton } from './CopyButton.tsx';
import { Icon } from './Icon.tsx';

export interface AddressActsProps {
  readonly url: string;
  /** What opens, where that is not what is copied. */
  readonly pageUrl?: string;
  /** What a screen reader hears, where the address is not a link's or a request's. */
  readonly copyLabel?: string;
  readonly openLabel?: string;
}

export function AddressActs({
  url,
  pageUrl = url,
  copyLabel = tr('console.share.copy'),
  openLabel = tr('console.shares.open_page'),
}: AddressActsProps) {
  return (
    <>
      <CopyButton text={url} label={copyLabel} isIconOnly />
      <a
        class="icon-button"
        href={pageUrl}
        target="_blank"
        rel="noreferrer"
        aria-label={openLabel}
        title={openLabel}
      >
        <Icon of={ExternalLink} />
      </a>
    </>
  );
}
