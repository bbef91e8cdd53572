import type { UploadSessions } from '../../ports/upload-sessions.ts';

/** Upload sessions as Durable Objects (`UploadSession`), one an upload, named by its id. */
export function createUploadSessions(namespace: DurableObjectNamespace): UploadSessions {
  // The namespace's type does not say which class is behind it; wrangler.toml does.
  const sessionOf = (uploadId: string) =>
    namespace.get(namespace.idFromName(uploadId)) as unknown as UploadSessions;
  return {
    append: (target, offset, body) => sessionOf(target.uploadId).append(target, offset, body),
    progress: (target) => sessionOf(target.uploadId).progress(target),
    abort: (target) => sessionOf(target.uploadId).abort(target),
    forget: (target) => sessionOf(target.uploadId).forget(target),
  };
}
