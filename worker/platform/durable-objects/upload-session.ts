import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../../env.ts';

/** One resumable upload: serialises its PATCH requests and records the durable offset. */
export class UploadSession extends DurableObject<Env> {
  override async fetch(): Promise<Response> {
    await this.ctx.storage.put('touched', true);
    return Response.json({ ok: true });
  }
}
