/** An upload request beside the register; its own screen does the rest. */
import { ArrowUpRight, ExternalLink } from 'lucide-preact';
import type { RegisteredRequest } from '../../../shared/contract/index.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Icon } from '../../components/Icon.tsx';
import { ShareMark } from '../../components/StatusMark.tsx';
import { showMoment, showNumber, tr } from '../../state/locale.ts';
import { Facts } from '../asset/FileSection.tsx';

export function RequestInspector({ request }: { request: RegisteredRequest }) {
  return (
    <section class="inspector-section" aria-label={request.name}>
      <div class="spread">
        <h2 class="part-title truncate">{request.name}</h2>
        <ShareMark state={request.state} />
      </div>
      <div class="share-url">
        <span class="truncate">{request.url.replace(/^https?:\/\//, '')}</span>
        <CopyButton text={request.url} label={tr('console.share.copy')} isIconOnly />
        <a
          class="icon-button"
          href={request.url}
          target="_blank"
          rel="noreferrer"
          aria-label={tr('console.shares.open_page')}
          title={tr('console.shares.open_page')}
        >
          <Icon of={ExternalLink} />
        </a>
      </div>
      <Facts
        facts={[
          { label: tr('console.shares.what'), value: tr('console.shares.what_request') },
          {
            label: tr('console.shares.asked'),
            value: request.asked === '' ? tr('console.shares.asked_anybody') : request.asked,
          },
          { label: tr('console.shares.ends'), value: showMoment(request.endsAt, request.timeZone) },
          {
            label: tr('console.shares.received'),
            value: tr('console.shares.used_of', {
              used: showNumber(request.receivedFiles),
              limit: showNumber(request.maxFiles),
            }),
          },
          {
            label: tr('console.shares.last'),
            value: request.lastUsedAt === null ? tr('console.shares.never') : showMoment(request.lastUsedAt),
          },
          { label: tr('console.shares.owner'), value: request.owner.name },
        ]}
      />
      <a class="button" href="/admin/requests">
        <Icon of={ArrowUpRight} />
        {tr('console.shares.open_requests')}
      </a>
    </section>
  );
}
