/** What others hand in and what they ask: files waiting for review, inquiries, and the upload requests themselves. */
import { CircleHelp, FileInput, Inbox, Plus } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Overview, SubmittedFile, UploadRequest } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { Screen } from '../../components/Screen.tsx';
import { EmptyState, Listed } from '../../components/States.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { readOverview } from '../../operations/overview.ts';
import { type Inquiry, listInquiries, listRequests, listSubmissions } from '../../operations/requests.ts';
import { showNumber, tr } from '../../state/locale.ts';
import { usePages } from '../../state/pages.ts';
import { isOneOf, remembered } from '../../state/remembered.ts';
import { useResource } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { InquiryList } from './InquiryList.tsx';
import { RequestDialog } from './RequestDialog.tsx';
import { RequestList } from './RequestList.tsx';
import { SubmissionReview } from './SubmissionReview.tsx';

const TABS = ['submissions', 'inquiries', 'requests'] as const;
type Tab = (typeof TABS)[number];
const isTab = isOneOf(TABS);
const tab = remembered<Tab>('requests.tab', 'submissions', isTab);

export default function RequestsScreen() {
  const overview = useResource<Overview>('overview', readOverview);
  const [isCreating, setCreating] = useState(false);
  // A mail, or another screen, leads to what it is about.
  const { query } = useLocation();
  useEffect(() => {
    if (isTab(query.tab)) tab.value = query.tab;
  }, [query.tab]);
  const mayWrite = may('request:write');
  useShortcuts(mayWrite ? { n: () => setCreating(true) } : {});
  const counts: Readonly<Record<Tab, number | undefined>> = {
    submissions: overview.data?.requests.waiting,
    inquiries: overview.data?.inquiries.open,
    requests: overview.data?.requests.open,
  };
  const newButton = mayWrite && (
    <Button tone="primary" icon={Plus} onClick={() => setCreating(true)}>
      {tr('console.requests.new')}
    </Button>
  );
  return (
    <Screen title={tr('console.nav.requests')} actions={newButton}>
      <Tabs
        label={tr('console.nav.requests')}
        value={tab.value}
        onValue={(value) => {
          tab.value = value;
        }}
        tabs={TABS.map((value) => ({
          value,
          label: (
            <>
              {tr(`console.requests.tab.${value}`)}
              {counts[value] ? <span class="tab-count">{showNumber(counts[value])}</span> : null}
            </>
          ),
        }))}
      >
        {tab.value === 'submissions' && <Submissions />}
        {tab.value === 'inquiries' && <Inquiries />}
        {tab.value === 'requests' && <Requests />}
      </Tabs>
      {isCreating && (
        <RequestDialog
          onClose={() => setCreating(false)}
          onMade={() => {
            tab.value = 'requests';
          }}
        />
      )}
    </Screen>
  );
}

const STATES = ['quarantined', 'incomplete', 'accepted', 'returned'] as const;
const shownState = remembered<(typeof STATES)[number]>('requests.state', 'quarantined', isOneOf(STATES));

function Submissions() {
  const state = shownState.value;
  const list = usePages<SubmittedFile>(`submissions:${state}`, (cursor, signal) =>
    listSubmissions({ state, ...(cursor === undefined ? {} : { cursor }) }, signal),
  );
  return (
    <div class="stack">
      <fieldset class="line-up toggles">
        <legend class="visually-hidden">{tr('console.submissions.which')}</legend>
        {STATES.map((value) => (
          <label key={value} class="toggle">
            <input
              type="radio"
              name="submission-state"
              checked={state === value}
              onChange={() => {
                shownState.value = value;
              }}
            />
            <span>{tr(`console.submissions.state.${value}`)}</span>
          </label>
        ))}
      </fieldset>
      <Listed
        list={list}
        empty={
          <EmptyState
            icon={Inbox}
            title={tr(
              state === 'quarantined' ? 'console.submissions.empty_title' : 'console.submissions.none_title',
            )}
          >
            {tr('console.submissions.empty_text')}
          </EmptyState>
        }
      >
        <SubmissionReview key={state} list={list} />
      </Listed>
    </div>
  );
}

function Inquiries() {
  const list = usePages<Inquiry>('inquiries', (cursor, signal) =>
    listInquiries(cursor === undefined ? {} : { cursor }, signal),
  );
  return (
    <Listed
      list={list}
      empty={
        <EmptyState icon={CircleHelp} title={tr('console.inquiries.empty_title')}>
          {tr('console.inquiries.empty_text')}
        </EmptyState>
      }
    >
      <InquiryList list={list} />
    </Listed>
  );
}

function Requests() {
  const list = usePages<UploadRequest>('requests', listRequests);
  return (
    <Listed
      list={list}
      empty={
        <EmptyState icon={FileInput} title={tr('console.requests.empty_title')}>
          {tr('console.requests.empty_text')}
        </EmptyState>
      }
    >
      <RequestList list={list} />
    </Listed>
  );
}
