/** An upload request beside the register; its own screen does the rest. */
import { ArrowUpRight } from 'lucide-preact';
import type { RegisteredRequest } from '../../../shared/contract/index.ts';
import { Icon } from '../../components/Icon.tsx';
import { REQUESTS_ADDRESS } from '../../state/addresses.ts';
import { showMoment, showNumber, tr } from '../../state/locale.ts';
import { Facts } from '../asset/FileSection.tsx';
import { InspectorHead } from './InspectorHead.tsx';

export function RequestInspector({ request }: { request: RegisteredRequest }) {
  return (
    <>
      <InspectorHead name={request.name} state={request.state} url={request.url} />
      <section class="inspector-section" aria-label={tr('console.shares.terms')}>
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
              value:
                request.lastUsedAt === null ? tr('console.shares.never') : showMoment(request.lastUsedAt),
            },
            { label: tr('console.shares.owner'), value: request.owner.name },
          ]}
        />
        <a class="button" href={REQUESTS_ADDRESS}>
          <Icon of={ArrowUpRight} />
          {tr('console.shares.open_requests')}
        </a>
      </section>
    </>
  );
}
