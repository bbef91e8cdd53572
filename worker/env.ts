/**
 * What the gateway Worker is bound to. One row per binding in wrangler.toml and per secret in .dev.vars.example;
 * `npm run deploy:check` compares the three lists.
 */
export interface Env {
  DB: D1Database;
  BUCKET: R2Bucket;
  JOBS: Queue<JobMessage>;
  UPLOADS: DurableObjectNamespace;
  IMAGING: Fetcher;
  ASSETS: Fetcher;
  /** Only where the deployment adds them; see docs/decisions/002. */
  IMAGES?: ImagesBinding;
  AI?: Ai;
  EMAIL?: SendEmail;

  /** Public origin without a trailing slash, or empty: the origin of each request; in mail without one, that noted last. */
  PUBLIC_ORIGIN: string;
  ENVIRONMENT: 'production' | 'development' | 'test';
  /** Secret. 32 random bytes in base64url; every signing and encryption key is derived from it. */
  ROOT_SECRET: string;
  /** Secret, first run only: the code that lets `/admin` create the first administrator. */
  SETUP_CODE?: string;
  /** `images`: pictures are drawn by the Images binding, where it is bound; by the Wasm engine otherwise. */
  IMAGE_ENGINE?: string;
  /** Sender address of outgoing mail, where EMAIL is bound. */
  MAIL_FROM?: string;
  /** Only `npm start`: the visitor's ISO 3166-1 alpha-2 country where the network names none (`request.cf` is absent). */
  LOCAL_COUNTRY?: string;
  /**
   * Only in tests. Where set, each request may move its own clock (`x-test-clock-offset`: milliseconds, or `@` and the
   * instant at which it stands) and country (`x-test-country`), and the cron handler takes its time from `scheduledTime`.
   */
  TEST_CLOCK?: string;
}

/** A doorbell: the outbox row is the truth, the message only says that there is work. */
export interface JobMessage {
  kind: 'outbox';
}
