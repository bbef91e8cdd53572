/** Liveness and the state of each binding: what `/healthz` answers. Says nothing that a stranger could use. */
import type { AppContext } from './app-env.ts';

type State = 'ok' | 'failing' | 'absent';

const PROBE_TIMEOUT_MS = 3000;

async function probe(work: () => Promise<unknown>): Promise<State> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<State>((resolve) => {
    timer = setTimeout(() => resolve('failing'), PROBE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work().then((): State => 'ok'), late]);
  } catch {
    // A probe only reports; the failure itself is logged where the binding is used.
    return 'failing';
  } finally {
    clearTimeout(timer);
  }
}

/** 200 while the gateway can serve, 503 when the database or the store fails. Optional bindings only inform. */
export async function health(c: AppContext): Promise<Response> {
  const { store, images } = c.get('services');
  const [database, objects, engine] = await Promise.all([
    probe(() => c.env.DB.prepare('SELECT 1').first()),
    probe(() => store.head('healthz')),
    probe(async () => {
      const answer = await images.inspect(new Uint8Array(16));
      if (answer.status === 'refused' && (answer.reason === 'failed' || answer.reason === 'timeout')) {
        throw new Error(answer.message);
      }
    }),
  ]);
  const present = (binding: unknown): State => (binding === undefined ? 'absent' : 'ok');
  const ok = database === 'ok' && objects === 'ok';
  return c.json(
    {
      ok,
      bindings: {
        database,
        objects,
        engine,
        queue: present(c.env.JOBS),
        uploads: present(c.env.UPLOADS),
        ai: present(c.env.AI),
        images: present(c.env.IMAGES),
        email: present(c.env.EMAIL),
      },
    },
    ok ? 200 : 503,
    { 'cache-control': 'no-store' },
  );
}
