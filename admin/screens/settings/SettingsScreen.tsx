/** The brand's settings, the people who sign in, and the mails that were kept here instead of sent. */
import { Screen } from '../../components/Screen.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { tr } from '../../state/locale.ts';
import { isOneOf, remembered } from '../../state/remembered.ts';
import { may } from '../../state/session.ts';
import { BrandSettings } from './BrandSettings.tsx';
import { DeliverySettings } from './DeliverySettings.tsx';
import { Mails } from './Mails.tsx';
import { People } from './People.tsx';
import { Watermarks } from './Watermarks.tsx';

const TABS = ['brand', 'delivery', 'watermarks', 'people', 'mails'] as const;
type Tab = (typeof TABS)[number];
const tab = remembered<Tab>('settings.tab', 'brand', isOneOf(TABS));

export default function SettingsScreen() {
  const shown = TABS.filter((name) => name !== 'people' || may('user:manage'));
  return (
    <Screen title={tr('console.nav.settings')}>
      <Tabs
        label={tr('console.nav.settings')}
        value={tab.value}
        onValue={(value) => {
          tab.value = value;
        }}
        tabs={shown.map((value) => ({ value, label: tr(`console.settings.tab.${value}`) }))}
      >
        {tab.value === 'brand' && <BrandSettings />}
        {tab.value === 'delivery' && <DeliverySettings />}
        {tab.value === 'watermarks' && <Watermarks />}
        {tab.value === 'people' && <People />}
        {tab.value === 'mails' && <Mails />}
      </Tabs>
    </Screen>
  );
}
