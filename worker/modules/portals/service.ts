/** Portals: the draft an admin edits and publishes, and the pages visitors read. */
import type { z } from 'zod';
import type { Portal, PortalDocument, portalInput, portalPatch } from '../../../shared/contract/portals.ts';
import { BUILT_IN_PRESETS } from '../../../shared/delivery/presets.ts';
import { runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import { auditStatement } from '../audit/index.ts';
import { changesBetween, isSameDocument, referencesOf } from './document.ts';
import { createPortalFeeds, type PortalFeeds } from './feeds.ts';
import { createPageTools, type PageDeps } from './page-tools.ts';
import { createPortalPages, type PortalPages } from './pages.ts';
import { createPortalRepository, type PortalRecord } from './repository.ts';

export interface PortalService extends PortalPages, PortalFeeds {
  list(caller: Caller): Promise<Portal[]>;
  get(caller: Caller, id: string): Promise<Portal>;
  create(caller: Caller, input: z.infer<typeof portalInput>): Promise<Portal>;
  /** Changes the draft, and at once the address, the audience and the default. */
  update(caller: Caller, id: string, input: z.infer<typeof portalPatch>): Promise<Portal>;
  /** Shows the draft to visitors. */
  publish(caller: Caller, id: string): Promise<Portal>;
  setOff(caller: Caller, id: string, off: boolean): Promise<Portal>;
  remove(caller: Caller, id: string): Promise<{ id: string }>;
}

export interface PortalDeps extends PageDeps {
  readonly identifiers: Identifiers;
}

function portalOf(record: PortalRecord, origin: string): Portal {
  const { published, draft, isOff } = record;
  return {
    id: record.id,
    slug: record.slug,
    name: draft.name,
    audience: record.audience,
    isDefault: record.isDefault,
    state: published === null ? 'draft' : isOff ? 'off' : 'published',
    draft,
    hasUnpublishedChanges: !isSameDocument(published, draft),
    changes: changesBetween(published, draft),
    publishedAt: record.publishedAt,
    updatedAt: record.updatedAt,
    url: `${origin}/p/${record.slug}`,
  };
}

function duplicates(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

export function createPortalService(deps: PortalDeps): PortalService {
  const { db, reader } = deps;
  const tools = createPageTools(deps);
  const rows = createPortalRepository(db);

  async function getRow(id: string): Promise<PortalRecord> {
    const record = await rows.find(id);
    if (record === undefined) fail('not_found');
    return record;
  }
  /** Refuses a document that names what does not exist. */
  async function check(document: PortalDocument): Promise<void> {
    const references = referencesOf(document);
    const known = await rows.known(references);
    const errors = [
      ...references.collectionIds
        .filter((id) => !known.collections.has(id))
        .map((id) => ({ path: 'document.sections', message: `there is no collection ${id}` })),
      ...references.assetIds
        .filter((id) => !known.assets.has(id))
        .map((id) => ({ path: 'document', message: `there is no asset ${id}` })),
      ...document.presets
        .filter((name) => !BUILT_IN_PRESETS.some((preset) => preset.name === name))
        .map((name) => ({ path: 'document.presets', message: `there is no preset “${name}”` })),
      ...duplicates(document.sections.map((section) => section.id)).map((id) => ({
        path: 'document.sections',
        message: `two sections have the id “${id}”`,
      })),
      ...duplicates(document.guidelines.map((guideline) => guideline.slug)).map((slug) => ({
        path: 'document.guidelines',
        message: `two guideline pages have the address “${slug}”`,
      })),
    ];
    if (errors.length > 0) fail('validation_failed', { errors });
  }
  async function checkSlug(slug: string, id: string): Promise<void> {
    const taken = await rows.findBySlug(slug);
    if (taken !== undefined && taken.id !== id) {
      fail('conflict', { detail: `Another portal already has the address “${slug}”. Choose another.` });
    }
  }
  const targetOf = (record: Pick<PortalRecord, 'id' | 'draft'>) => ({
    kind: 'portal' as const,
    id: record.id,
    label: record.draft.name,
  });
  const present = async (caller: Caller, id: string) => portalOf(await getRow(id), caller.origin);

  return {
    async list(caller) {
      return (await rows.list()).map((record) => portalOf(record, caller.origin));
    },
    get: present,
    async create(caller, input) {
      const id = deps.identifiers.next('portal');
      await checkSlug(input.slug, id);
      await check(input.document);
      const record: PortalRecord = {
        id,
        slug: input.slug,
        audience: input.audience,
        isDefault: input.isDefault,
        isOff: false,
        draft: input.document,
        published: null,
        publishedAt: null,
        createdAt: caller.now,
        updatedAt: caller.now,
      };
      await runBatch(db, [
        rows.insert(record),
        ...(input.isDefault ? [rows.clearOtherDefaults(id, caller.now)] : []),
        auditStatement(deps, caller, 'portal.created', targetOf(record), { slug: record.slug }),
      ]);
      return present(caller, id);
    },
    async update(caller, id, input) {
      const before = await getRow(id);
      if (input.slug !== undefined) await checkSlug(input.slug, id);
      if (input.document !== undefined) await check(input.document);
      const change: Partial<PortalRecord> = {};
      if (input.slug !== undefined && input.slug !== before.slug) change.slug = input.slug;
      if (input.audience !== undefined && input.audience !== before.audience)
        change.audience = input.audience;
      if (input.isDefault !== undefined && input.isDefault !== before.isDefault) {
        change.isDefault = input.isDefault;
      }
      if (input.document !== undefined && !isSameDocument(before.draft, input.document)) {
        change.draft = input.document;
      }
      if (Object.keys(change).length > 0) {
        const { draft, ...plain } = change;
        const names = Object.keys(plain) as (keyof typeof plain)[];
        await runBatch(db, [
          rows.update(id, { ...change, updatedAt: caller.now }),
          ...(change.isDefault === true ? [rows.clearOtherDefaults(id, caller.now)] : []),
          auditStatement(deps, caller, 'portal.changed', targetOf({ id, draft: draft ?? before.draft }), {
            before: Object.fromEntries(names.map((name) => [name, before[name]])),
            after: plain,
            ...(draft === undefined ? {} : { draft: changesBetween(before.draft, draft) }),
          }),
        ]);
        reader.forget();
      }
      return present(caller, id);
    },
    async publish(caller, id) {
      const record = await getRow(id);
      await check(record.draft);
      await runBatch(db, [
        rows.update(id, {
          published: record.draft,
          publishedAt: caller.now,
          isOff: false,
          updatedAt: caller.now,
        }),
        ...rows.setShown(id, referencesOf(record.draft)),
        auditStatement(deps, caller, 'portal.published', targetOf(record), {
          ...changesBetween(record.published, record.draft),
        }),
      ]);
      reader.forget();
      return present(caller, id);
    },
    async setOff(caller, id, off) {
      const record = await getRow(id);
      if (record.published === null) {
        fail('conflict', { detail: `“${record.draft.name}” has not been published yet.` });
      }
      if (record.isOff !== off) {
        await runBatch(db, [
          rows.update(id, { isOff: off, updatedAt: caller.now }),
          auditStatement(deps, caller, 'portal.switched', targetOf(record), { off }),
        ]);
        reader.forget();
      }
      return present(caller, id);
    },
    async remove(caller, id) {
      const record = await getRow(id);
      if (record.published !== null && !record.isOff) {
        fail('conflict', {
          detail: `“${record.draft.name}” is public. Switch it off first, then delete it.`,
        });
      }
      await runBatch(db, [
        ...rows.remove(id),
        auditStatement(deps, caller, 'portal.deleted', targetOf(record), { slug: record.slug }),
      ]);
      reader.forget();
      return { id };
    },
    ...createPortalPages(deps, tools),
    ...createPortalFeeds(deps, tools),
  };
}
