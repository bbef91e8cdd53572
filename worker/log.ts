/** Structured logs: one JSON object a line. Never a secret, an address, a token or a person's data. */
export type LogLevel = 'info' | 'warn' | 'error';

export function logEvent(level: LogLevel, event: string, fields: Record<string, unknown> = {}): void {
  const entry = JSON.stringify({ level, event, ...fields });
  switch (level) {
    case 'info':
      console.log(entry);
      return;
    case 'warn':
      console.warn(entry);
      return;
    case 'error':
      console.error(entry);
      return;
    default:
      level satisfies never;
  }
}

/** A path as logs may hold it: the tokens of share links, grants and upload requests are left out. */
export function withoutTokens(pathname: string): string {
  return pathname
    .replace(/^(\/(?:s|u|api\/share|api\/request))\/[^/]+/, '$1/…')
    .replace(/^(\/s\/…\/[dz])\/[^/]+/, '$1/…');
}
