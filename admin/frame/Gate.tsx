/** First-run setup and sign-in. */
import { CircleAlert, Hourglass } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { ApiError } from '../api.ts';
import { Button } from '../components/Button.tsx';
import { TextField } from '../components/Field.tsx';
import { BrandMark, Icon } from '../components/Icon.tsx';
import { setUp, updateMe } from '../operations/session.ts';
import { locale, timeZone, tr } from '../state/locale.ts';
import { goTo } from '../state/navigation.ts';
import { describeError } from '../state/notices.ts';
import { toApiError } from '../state/resource.ts';
import { adopt, signedOutBecause, signIn } from '../state/session.ts';

const PASSWORD_MIN_LENGTH = 10;

export function Gate({ isSetup }: { isSetup: boolean }) {
  return (
    <main class="gate">
      <div class="gate-card">
        <div class="gate-brand">
          <BrandMark />
          Vitrine
        </div>
        {isSetup ? <Setup /> : <SignIn />}
      </div>
    </main>
  );
}

/** What went wrong, and for throttling how long to wait, counted down. */
function GateError({ error, wrong }: { error: ApiError | null; wrong: string }) {
  const wait = error?.retryAfterSeconds ?? 60;
  const isThrottled = error?.code === 'too_many_attempts';
  const [left, setLeft] = useState(wait);
  useEffect(() => {
    setLeft(wait);
    if (!isThrottled) return;
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, [error]);
  if (!error) return null;
  const text = isThrottled
    ? tr('console.sign_in.throttled', { seconds: left })
    : error.status === 401
      ? wrong
      : describeError(error);
  return (
    <div class="banner" data-tone={isThrottled ? 'warn' : 'bad'} role="alert">
      <Icon of={isThrottled ? Hourglass : CircleAlert} />
      <span>{text}</span>
    </div>
  );
}

function SignIn() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { path } = useLocation();
  useEffect(() => {
    document.title = `${tr('console.sign_in.title')} · Vitrine`;
  }, []);
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      await signIn(email, password);
      if (path === '/admin' || path === '/admin/sign-in') goTo('/admin/library', { isReplacing: true });
    } catch (failure) {
      setError(toApiError(failure));
      setPassword('');
    } finally {
      setBusy(false);
    }
  };
  const because = signedOutBecause.value;
  return (
    <>
      <h1>{tr('console.sign_in.title')}</h1>
      {because && !error && (
        <div class="banner" role="status">
          {tr(because === 'expired' ? 'console.sign_in.expired' : 'console.sign_in.left')}
        </div>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label={tr('console.sign_in.email')}
          type="email"
          autocomplete="username"
          required
          autofocus
          value={email}
          onValue={setEmail}
        />
        <TextField
          label={tr('console.sign_in.password')}
          type="password"
          autocomplete="current-password"
          required
          value={password}
          onValue={setPassword}
        />
        <GateError error={error} wrong={tr('console.sign_in.wrong')} />
        <Button type="submit" tone="primary" isBusy={isBusy}>
          {tr('console.sign_in.action')}
        </Button>
      </form>
    </>
  );
}

function Setup() {
  const { query } = useLocation();
  const [code, setCode] = useState(query.code ?? '');
  const [organisation, setOrganisation] = useState('');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    document.title = `${tr('console.setup.title')} · Vitrine`;
  }, []);
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      await setUp({ code, organisation, name, email, password });
      // Dates are typed and shown in the zone of the person's machine until they choose another.
      adopt(await updateMe({ timeZone: timeZone.value, locale: locale.value }));
      goTo('/admin/library', { isReplacing: true });
    } catch (failure) {
      setError(toApiError(failure));
    } finally {
      setBusy(false);
    }
  };
  if (error?.code === 'already_set_up') {
    return (
      <>
        <h1>{tr('console.setup.done_title')}</h1>
        <p class="muted">{tr('console.setup.done_text')}</p>
        <a class="button" data-tone="primary" href="/admin">
          {tr('console.sign_in.action')}
        </a>
      </>
    );
  }
  const isTooShort = password !== '' && password.length < PASSWORD_MIN_LENGTH;
  return (
    <>
      <div class="stack">
        <h1>{tr('console.setup.title')}</h1>
        <p class="muted">{tr('console.setup.text')}</p>
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label={tr('console.setup.organisation')}
          hint={tr('console.setup.organisation_hint')}
          required
          autofocus
          maxLength={100}
          autocomplete="organization"
          value={organisation}
          onValue={setOrganisation}
        />
        <TextField
          label={tr('console.setup.name')}
          required
          maxLength={100}
          autocomplete="name"
          value={name}
          onValue={setName}
        />
        <TextField
          label={tr('console.sign_in.email')}
          type="email"
          autocomplete="username"
          required
          value={email}
          onValue={setEmail}
        />
        <TextField
          label={tr('console.sign_in.password')}
          hint={tr('console.setup.password_hint', { count: PASSWORD_MIN_LENGTH })}
          error={
            isTooShort
              ? tr('console.setup.password_short', { count: PASSWORD_MIN_LENGTH - password.length })
              : null
          }
          type="password"
          autocomplete="new-password"
          required
          minLength={PASSWORD_MIN_LENGTH}
          value={password}
          onValue={setPassword}
        />
        {!query.code && (
          <TextField
            label={tr('console.setup.code')}
            hint={tr('console.setup.code_hint')}
            required
            autocomplete="off"
            value={code}
            onValue={setCode}
          />
        )}
        <GateError error={error} wrong={tr('console.setup.wrong_code')} />
        <Button type="submit" tone="primary" isBusy={isBusy} disabled={isTooShort}>
          {tr('console.setup.action')}
        </Button>
      </form>
    </>
  );
}
