/** Curated, ordered groups of assets. Every change is audited in its own batch; none touches an asset's own rights. */
import type { z } from 'zod';
import type { AssetCard } from '../../../shared/contract/assets.ts';
import type {
  Collection,
  collectionAssetsInput,
  collectionInput,
  collectionListQuery,
  collectionMoveInput,
  collectionPatch,
} from '../../../shared/contract/collections.ts';
import { slugify } from '../../../shared/contract/identifiers.ts';
import type { Page, PageQuery } from '../../../shared/contract/page.ts';
import { isSameValue } from '../../../shared/contract/same-value.ts';
import { decodeCursor, encodeCursor } from '../../db/cursor.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { AssetService } from '../assets/index.ts';
import { auditStatement } from '../audit/index.ts';
import { invalidateAssets, invalidateCollection } from '../rights/index.ts';
import {
  type CollectionRecord,
  type CountedCollection,
  createCollectionRepository,
  POSITION_STEP,
} from './repository.ts';

export interface CollectionService {
  list(caller: Caller, query: z.infer<typeof collectionListQuery>): Promise<Page<Collection>>;
  get(caller: Caller, id: string): Promise<Collection>;
  create(caller: Caller, input: z.infer<typeof collectionInput>): Promise<Collection>;
  update(caller: Caller, id: string, input: z.infer<typeof collectionPatch>): Promise<Collection>;
  /** Refused while a published portal shows it or a share link hands it out. */
  remove(caller: Caller, id: string): Promise<{ id: string }>;
  listAssets(caller: Caller, id: string, query: PageQuery): Promise<Page<AssetCard>>;
  changeAssets(caller: Caller, id: string, input: z.infer<typeof collectionAssetsInput>): Promise<Collection>;
  move(caller: Caller, id: string, input: z.infer<typeof collectionMoveInput>): Promise<{ ok: true }>;
}

export interface CollectionDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly assets: Pick<AssetService, 'cards'>;
  /** Called after a change that visitors of a portal may see. */
  readonly onChange: () => void;
}

/** Assets one collection holds at most. */
const ASSETS_MAX = 20_000;
/** Closer than this, two positions have no room between them. */
const POSITION_GAP_MIN = 1e-6;
const SLUG_TRIES = 50;
/** Words of a search that are looked at. */
const SEARCH_WORDS_MAX = 6;

export function createCollectionService(deps: CollectionDeps): CollectionService {
  const { db } = deps;
  const rows = createCollectionRepository(db);

  async function getRow(id: string): Promise<CountedCollection> {
    const row = await rows.find(id);
    if (row === undefined) fail('not_found');
    return row;
  }
  async function present(caller: Caller, found: readonly CountedCollection[]): Promise<Collection[]> {
    const coverIds = found.flatMap((row) => row.collection.coverAssetId ?? row.firstAssetId ?? []);
    const [cards, portals] = await Promise.all([
      deps.assets.cards(caller, coverIds),
      rows.portalsOf(found.map((row) => row.collection.id)),
    ]);
    const cardById = new Map(cards.map((card) => [card.id, card]));
    return found.map(({ collection, assetCount, firstAssetId }) => ({
      id: collection.id,
      slug: collection.slug,
      title: collection.title,
      description: collection.description,
      coverAssetId: collection.coverAssetId,
      startsAt: collection.startsAt,
      endsAt: collection.endsAt,
      denialPolicy: collection.denialPolicy,
      assetCount,
      cover: cardById.get(collection.coverAssetId ?? firstAssetId ?? '') ?? null,
      portals: portals
        .filter((portal) => portal.collectionId === collection.id)
        .map(({ id, name }) => ({ id, name })),
      createdAt: collection.createdAt,
      updatedAt: collection.updatedAt,
    }));
  }
  async function presentOne(caller: Caller, id: string): Promise<Collection> {
    const [collection] = await present(caller, [await getRow(id)]);
    return collection ?? fail('not_found');
  }
  /** The slug asked for, or a free one made from the title. */
  async function slugFor(id: string, asked: string | undefined, title: string): Promise<string> {
    if (asked !== undefined) {
      if (await rows.isSlugTaken(asked, id)) {
        fail('conflict', {
          detail: `Another collection already has the address “${asked}”. Choose another.`,
        });
      }
      return asked;
    }
    const base = slugify(title).slice(0, 70).replace(/-+$/, '');
    for (let number = 1; number <= SLUG_TRIES; number++) {
      const slug = number === 1 ? base : `${base}-${number}`;
      if (!(await rows.isSlugTaken(slug, id))) return slug;
    }
    return `${base}-${id.slice(-6)}`;
  }
  async function check(row: CollectionRecord): Promise<void> {
    if (row.startsAt !== null && row.endsAt !== null && row.startsAt >= row.endsAt) {
      fail('validation_failed', { errors: [{ path: 'endsAt', message: 'the end must be after the start' }] });
    }
    if (row.coverAssetId !== null && (await rows.knownAssets([row.coverAssetId])).length === 0) {
      fail('validation_failed', { errors: [{ path: 'coverAssetId', message: 'there is no such asset' }] });
    }
  }
  const targetOf = (row: Pick<CollectionRecord, 'id' | 'title'>) => ({
    kind: 'collection' as const,
    id: row.id,
    label: row.title,
  });

  const service: CollectionService = {
    async list(caller, query) {
      const key = decodeCursor(query.cursor);
      const after = key === null ? null : { createdAt: Number(key[0]), id: String(key[1]) };
      const words = (query.q ?? '').split(/\s+/).filter(Boolean).slice(0, SEARCH_WORDS_MAX);
      const found = await rows.page(words, after, query.limit + 1);
      const shown = found.slice(0, query.limit);
      const last = shown.at(-1)?.collection;
      return {
        items: await present(caller, shown),
        nextCursor: found.length > query.limit && last ? encodeCursor([last.createdAt, last.id]) : null,
      };
    },
    get: presentOne,
    async create(caller, input) {
      const id = deps.identifiers.next('collection');
      const row: CollectionRecord = {
        id,
        slug: await slugFor(id, input.slug, input.title),
        title: input.title,
        description: input.description,
        coverAssetId: input.coverAssetId,
        startsAt: input.startsAt,
        endsAt: input.endsAt,
        denialPolicy: input.denialPolicy,
        createdAt: caller.now,
        updatedAt: caller.now,
      };
      await check(row);
      await runBatch(db, [
        rows.insert(row),
        auditStatement(deps, caller, 'collection.created', targetOf(row), { slug: row.slug }),
      ]);
      return presentOne(caller, id);
    },
    async update(caller, id, input) {
      const { collection: before } = await getRow(id);
      const given = Object.entries(input).filter(
        ([name, value]) => value !== undefined && !isSameValue(value, before[name as keyof CollectionRecord]),
      );
      if (given.length > 0) {
        const change = Object.fromEntries(given) as Partial<CollectionRecord>;
        const after = { ...before, ...change, updatedAt: caller.now };
        if (change.slug !== undefined) await slugFor(id, change.slug, after.title);
        await check(after);
        await runBatch(db, [
          rows.update(id, { ...change, updatedAt: caller.now }),
          ...(change.denialPolicy === undefined ? [] : invalidateCollection(deps, id)),
          auditStatement(deps, caller, 'collection.changed', targetOf(after), {
            before: Object.fromEntries(given.map(([name]) => [name, before[name as keyof CollectionRecord]])),
            after: change,
          }),
        ]);
        deps.onChange();
      }
      return presentOne(caller, id);
    },
    async remove(caller, id) {
      const { collection } = await getRow(id);
      const portals = await rows.portalsOf([id]);
      if (portals.length > 0) {
        const names = portals.map((portal) => `“${portal.name}”`).join(', ');
        fail('conflict', {
          detail: `“${collection.title}” is shown on ${names}. Take it out there and publish, then delete it.`,
        });
      }
      const links = await rows.liveShareLinks(id, caller.now);
      if (links.length > 0) {
        const names = links.map((link) => `“${link.name}”`).join(', ');
        fail('conflict', {
          detail: `“${collection.title}” is handed out by ${names}. Revoke it first, then delete the collection.`,
        });
      }
      await runBatch(db, [
        // First, while it still has its assets.
        ...(collection.denialPolicy === null ? [] : invalidateCollection(deps, id)),
        ...rows.remove(id),
        auditStatement(deps, caller, 'collection.deleted', targetOf(collection), { slug: collection.slug }),
      ]);
      return { id };
    },
    async listAssets(caller, id, query) {
      await getRow(id);
      const key = decodeCursor(query.cursor);
      const after = key === null ? null : { position: Number(key[0]), assetId: String(key[1]) };
      const found = await rows.assetPage(id, after, query.limit + 1);
      const shown = found.slice(0, query.limit);
      const last = shown.at(-1);
      return {
        items: await deps.assets.cards(
          caller,
          shown.map((place) => place.assetId),
        ),
        nextCursor: found.length > query.limit && last ? encodeCursor([last.position, last.assetId]) : null,
      };
    },
    async changeAssets(caller, id, input) {
      const { collection, assetCount } = await getRow(id);
      const wanted = [...new Set(input.add)].filter((assetId) => !input.remove.includes(assetId));
      const known = new Set((await rows.knownAssets(wanted)).map((asset) => asset.id));
      const unknown = wanted.filter((assetId) => !known.has(assetId));
      if (unknown.length > 0) {
        fail('validation_failed', {
          errors: unknown.map((assetId) => ({ path: 'add', message: `there is no asset ${assetId}` })),
        });
      }
      const members = await rows.membersAmong(id, [...wanted, ...input.remove]);
      const added = wanted.filter((assetId) => !members.has(assetId));
      const removed = [...new Set(input.remove)].filter((assetId) => members.has(assetId));
      if (assetCount + added.length - removed.length > ASSETS_MAX) {
        fail('conflict', { detail: `A collection takes at most ${ASSETS_MAX} assets.` });
      }
      if (added.length + removed.length > 0) {
        const last = await rows.lastPosition(id);
        await runBatch(db, [
          ...rows.take(id, removed),
          ...rows.add(
            id,
            added.map((assetId, index) => ({ assetId, position: last + (index + 1) * POSITION_STEP })),
            caller.now,
          ),
          rows.update(id, { updatedAt: caller.now }),
          ...(collection.denialPolicy === null
            ? []
            : invalidateAssets(deps, [...added, ...removed], caller.now)),
          auditStatement(deps, caller, 'collection.assets_changed', targetOf(collection), {
            added,
            removed,
          }),
        ]);
        deps.onChange();
      }
      return presentOne(caller, id);
    },
    async move(caller, id, { assetId, afterAssetId }) {
      const { collection } = await getRow(id);
      const moving = await rows.place(id, assetId);
      const before = afterAssetId === null ? null : await rows.place(id, afterAssetId);
      if (moving === undefined || before === undefined) fail('not_found');
      if (assetId === afterAssetId) return { ok: true };
      const next = await rows.nextPlace(id, before, assetId);
      const audit = auditStatement(deps, caller, 'collection.reordered', targetOf(collection), {
        assetId,
        afterAssetId,
      });
      const touch = rows.update(id, { updatedAt: caller.now });
      const position =
        before === null
          ? (next?.position ?? POSITION_STEP * 2) - POSITION_STEP
          : next === undefined
            ? before.position + POSITION_STEP
            : (before.position + next.position) / 2;
      const hasRoom =
        before === null || next === undefined || next.position - before.position > POSITION_GAP_MIN * 2;
      await runBatch(
        db,
        hasRoom || before === null
          ? [rows.setPosition(id, assetId, position), touch, audit]
          : [rows.renumber(id), rows.setBehind(id, assetId, before.assetId), touch, audit],
      );
      deps.onChange();
      return { ok: true };
    },
  };
  return service;
}
