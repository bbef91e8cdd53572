import { Compass } from 'lucide-preact';
import { Screen } from '../components/Screen.tsx';
import { EmptyState } from '../components/States.tsx';
import { tr } from '../state/locale.ts';

export function NotFound() {
  return (
    <Screen title={tr('console.not_found.title')}>
      <EmptyState
        icon={Compass}
        title={tr('console.not_found.title')}
        action={
          <a class="button" href="/admin/library">
            {tr('console.not_found.action')}
          </a>
        }
      >
        {tr('console.not_found.text')}
      </EmptyState>
    </Screen>
  );
}
