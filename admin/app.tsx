/** The console: whoever is not signed in meets the gate, everyone else the frame with one screen in it. */

import { useEffect } from 'preact/hooks';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { Notices } from './components/Notices.tsx';
import { ErrorState } from './components/States.tsx';
import { Frame } from './frame/Frame.tsx';
import { Gate } from './frame/Gate.tsx';
import { NotFound } from './frame/NotFound.tsx';
import { SCREENS } from './screens.tsx';
import { goTo, registerRouter } from './state/navigation.ts';
import { loadSession, me, sessionError } from './state/session.ts';

export function App() {
  return (
    <LocationProvider scope="/admin">
      <Entrance />
      <Notices />
    </LocationProvider>
  );
}

function Entrance() {
  const { path, route } = useLocation();
  useEffect(() => {
    registerRouter(route);
    void loadSession();
  }, []);
  if (sessionError.value) {
    return (
      <main class="gate">
        <ErrorState error={sessionError.value} onRetry={() => void loadSession()} />
      </main>
    );
  }
  if (me.value === undefined) return null;
  if (me.value === null) return <Gate isSetup={path === '/admin/setup'} />;
  return (
    <Frame>
      <Router onRouteChange={focusTitle}>
        {SCREENS.map((screen) => (
          <Route key={screen.path} path={screen.path} component={screen.component} />
        ))}
        <Route path="/admin" component={Home} />
        <Route path="/admin/setup" component={Home} />
        <Route default component={NotFound} />
      </Router>
    </Frame>
  );
}

function Home() {
  useEffect(() => goTo('/admin/library', { isReplacing: true }), []);
  return null;
}

/** After a change of screen, reading starts at its title. */
function focusTitle(): void {
  requestAnimationFrame(() => {
    const title = document.querySelector<HTMLElement>('.screen h1');
    if (title && document.activeElement === document.body) title.focus({ preventScroll: true });
  });
}
