/**
 * The name under which a rendition's bytes are kept, and from which its ETag is made: everything that decides a single byte,
 * and nothing that does not.
 */
import { sha256Hex } from '../metadata/sha256.ts';
import { planKey } from './canonical.ts';
import type { OutputFormat, RenderPlan } from './types.ts';

export interface RenditionIdentity {
  /** Hex SHA-256 of the bytes the engine starts from. */
  readonly sourceSha256: string;
  readonly plan: RenderPlan;
  /** `EngineCapabilities.engine`. */
  readonly engine: string;
  /** Digest or canonical text of the metadata written into the rendition, policy included. */
  readonly metadata: string;
}

/** 64 hex digits. Two renditions have the same key exactly when source, plan, engine and metadata are the same. */
export async function renditionKey(identity: RenditionIdentity): Promise<string> {
  const { sourceSha256, plan, engine, metadata } = identity;
  // JSON keeps the four apart whatever they contain.
  const text = JSON.stringify(['vitrine-rendition-1', sourceSha256, planKey(plan), engine, metadata]);
  return sha256Hex(new TextEncoder().encode(text));
}

/** Object key of a rendition, `renditions/ab/abcdef….webp`. */
export function renditionObjectKey(key: string, format: OutputFormat): string {
  return `renditions/${key.slice(0, 2)}/${key}.${format === 'jpeg' ? 'jpg' : format}`;
}

/** Strong ETag of a rendition, quotes included. 128 bits of the key. */
export function renditionEtag(key: string): string {
  return `"${key.slice(0, 32)}"`;
}
