/**
 * A portal as it stands in front of a request: the document to show, and the rules it puts around every asset. Rows are
 * remembered for the policy TTL; planned instants travel inside them, so they stay exact.
 */
import type { Settings } from '../../../shared/contract/audit.ts';
import { type PortalDocument, portalDocumentSchema } from '../../../shared/contract/portals.ts';
import { type EnclosingRule, enclosingRule } from '../../../shared/rights/index.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Database } from '../../db/database.ts';
import { type References, referencesOf } from './document.ts';
import { createPortalRepository, type EnclosingCollection, type PortalRecord } from './repository.ts';
import type { Viewing } from './viewing.ts';

export interface OpenPortal {
  readonly id: string;
  readonly slug: string;
  readonly record: PortalRecord;
  readonly document: PortalDocument;
  readonly shown: References;
  readonly rule: EnclosingRule;
  readonly isDraft: boolean;
}

/** How a portal shows an asset. */
export interface Membership {
  /** Outside any collection. */
  readonly direct: boolean;
  readonly collections: readonly EnclosingCollection[];
}

/** The rule that a collection puts around its assets. */
export function collectionRule({ id, title, startsAt, endsAt }: EnclosingCollection): EnclosingRule {
  return enclosingRule({ source: 'collection', id, label: title, state: 'active', startsAt, endsAt });
}

/**
 * What encloses an asset of this portal at `now`, or null when it is not in it. Collections are alternatives: of those open
 * now the one that stays open longest, otherwise the next to open, otherwise the last to have closed.
 */
export function enclosingOf(portal: OpenPortal, member: Membership, now: number): EnclosingRule[] | null {
  if (member.direct) return [portal.rule];
  const end = (c: EnclosingCollection) => c.endsAt ?? Number.POSITIVE_INFINITY;
  const start = (c: EnclosingCollection) => c.startsAt ?? Number.NEGATIVE_INFINITY;
  const open = member.collections.filter((c) => start(c) <= now && now < end(c));
  const ahead = member.collections.filter((c) => now < start(c) && start(c) < end(c));
  const best =
    open.toSorted((a, b) => end(b) - end(a))[0] ??
    ahead.toSorted((a, b) => start(a) - start(b))[0] ??
    member.collections.toSorted((a, b) => end(b) - end(a))[0];
  return best === undefined ? null : [portal.rule, collectionRule(best)];
}

export interface PortalReaderDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly settings: { get(): Promise<Settings> };
}

/** Portals and members remembered per isolate. */
const PORTALS_MAX = 200;
const MEMBERS_MAX = 20_000;

interface Remembered<T> {
  readonly readAt: number;
  readonly value: T;
}

export interface PortalReader {
  /** The portal under this slug as `viewing` may see it; null where it is not theirs to see. */
  open(slug: string, viewing: Viewing): Promise<OpenPortal | null>;
  /** How the portal shows one asset. */
  membership(portal: OpenPortal, assetId: string): Promise<Membership>;
  /** As `membership`, for a page of assets; read anew. */
  memberships(portal: OpenPortal, assetIds: readonly string[]): Promise<Map<string, Membership>>;
  /** Forgets everything, after a change made here. */
  forget(): void;
}

export function createPortalReader(deps: PortalReaderDeps): PortalReader {
  const rows = createPortalRepository(deps.db);
  const published = new Map<string, Remembered<OpenPortal | null>>();
  const members = new Map<string, Remembered<Membership>>();

  async function remembered<T>(
    memory: Map<string, Remembered<T>>,
    max: number,
    key: string,
    read: () => Promise<T>,
  ): Promise<T> {
    const now = deps.clock();
    const { policyTtlMs } = await deps.settings.get();
    const kept = memory.get(key);
    if (kept !== undefined && now - kept.readAt < policyTtlMs) return kept.value;
    const value = await read();
    if (memory.size >= max) memory.clear();
    memory.set(key, { readAt: now, value });
    return value;
  }
  function openOf(record: PortalRecord, stored: unknown, isDraft: boolean): OpenPortal {
    const document = portalDocumentSchema.parse(stored);
    return {
      id: record.id,
      slug: record.slug,
      record,
      document,
      shown: referencesOf(document),
      rule: enclosingRule({
        source: 'portal',
        id: record.id,
        label: document.name,
        state: record.isOff && !isDraft ? 'off' : 'active',
      }),
      isDraft,
    };
  }
  async function memberships(
    { shown }: OpenPortal,
    assetIds: readonly string[],
  ): Promise<Map<string, Membership>> {
    const through = await rows.collectionsOf(shown.collectionIds, assetIds);
    return new Map(
      assetIds.map((id) => [id, { direct: shown.assetIds.includes(id), collections: through.get(id) ?? [] }]),
    );
  }
  async function readMembership(portal: OpenPortal, assetId: string): Promise<Membership> {
    return (await memberships(portal, [assetId])).get(assetId) ?? { direct: false, collections: [] };
  }
  return {
    async open(slug, viewing) {
      if (viewing.isDraft) {
        const record = await rows.findBySlug(slug);
        return record === undefined ? null : openOf(record, record.draft, true);
      }
      const portal = await remembered(published, PORTALS_MAX, slug, async () => {
        const record = await rows.findBySlug(slug);
        if (record === undefined || record.published === null) return null;
        return openOf(record, record.published, false);
      });
      // Licenses for colleagues must not be read out to everybody.
      return portal?.record.audience === 'internal' && !viewing.isMember ? null : portal;
    },
    membership(portal, assetId) {
      if (portal.isDraft) return readMembership(portal, assetId);
      return remembered(members, MEMBERS_MAX, `${portal.id} ${assetId}`, () =>
        readMembership(portal, assetId),
      );
    },
    memberships,
    forget() {
      published.clear();
      members.clear();
    },
  };
}
