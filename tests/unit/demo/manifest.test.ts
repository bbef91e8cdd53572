import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import exifr from 'exifr';
import { describe, expect, it } from 'vitest';
import {
  DEMO_ASSETS,
  DEMO_COLLECTIONS,
  DEMO_LICENSES,
  DEMO_PORTAL,
  DEMO_SHARE_LINKS,
  DEMO_UPLOAD_REQUEST,
} from '../../../demo/manifest.ts';
import { portalDocumentSchema } from '../../../shared/contract/portals.ts';
import { createRequestInput } from '../../../shared/contract/requests.ts';
import { licenseInput } from '../../../shared/contract/rights.ts';
import { shareLinkInput } from '../../../shared/contract/shares.ts';

const NOW = Date.UTC(2026, 10, 21, 9);
const path = (file: string) => fileURLToPath(new URL(`../../../demo/${file}`, import.meta.url));
const assets = new Map(DEMO_ASSETS.map((asset) => [asset.key, asset]));
const collections = new Map(DEMO_COLLECTIONS.map((collection) => [collection.key, collection]));
const pictures = DEMO_ASSETS.filter((asset) => asset.file.endsWith('.jpg'));

/** A well-formed id for a key, so that the contract's schemas can be asked. */
const idFor = (prefix: string) => `${prefix}_${'0'.repeat(26)}`;

describe('demo manifest', () => {
  it('has unique keys and files', () => {
    expect(assets.size).toBe(DEMO_ASSETS.length);
    expect(new Set(DEMO_ASSETS.map((asset) => asset.file)).size).toBe(DEMO_ASSETS.length);
  });

  it.each(DEMO_ASSETS.map((asset) => [asset.key, asset] as const))('%s is complete', (_key, asset) => {
    for (const text of [
      asset.title,
      asset.headline,
      asset.caption,
      asset.altText,
      asset.creator,
      asset.creditLine,
    ]) {
      expect(text.trim().length).toBeGreaterThan(3);
      expect(text).not.toContain('\n');
    }
    expect(asset.altText.length).toBeLessThan(260);
    expect(asset.keywords.length).toBeGreaterThan(2);
    expect(asset.dateCreated).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    expect(statSync(path(asset.file)).size).toBeGreaterThan(200);
  });

  it('has a picture of its own making for what the engine cannot draw', () => {
    const undrawn = DEMO_ASSETS.filter(({ kind }) => kind === 'video' || kind === 'document');
    expect(undrawn.length).toBeGreaterThan(2);
    for (const { key, poster } of undrawn) {
      const bytes = readFileSync(path(poster ?? ''));
      expect([...bytes.subarray(0, 3)], key).toEqual([0xff, 0xd8, 0xff]);
      expect(bytes.length, key).toBeLessThan(650_000);
    }
  });

  it('keeps files small', () => {
    let total = 0;
    for (const asset of DEMO_ASSETS) {
      const { size } = statSync(path(asset.file));
      expect(size, asset.file).toBeLessThan(asset.kind === 'video' ? 2_000_000 : 650_000);
      total += size;
    }
    expect(total).toBeLessThan(20_000_000);
  });

  it.each(pictures.map((asset) => [asset.key, asset] as const))(
    '%s carries what it states',
    async (_key, asset) => {
      const bytes = readFileSync(path(asset.file));
      const tags: Record<string, unknown> = await exifr.parse(bytes, {
        xmp: true,
        iptc: true,
        gps: true,
        mergeOutput: false,
      });
      const dc = tags.dc as Record<string, unknown>;
      const photoshop = tags.photoshop as Record<string, unknown>;
      // exifr hands XML entities on as they stand.
      expect(JSON.stringify(dc.description).replaceAll('&amp;', '&')).toContain(
        JSON.stringify(asset.caption).slice(1, -1),
      );
      expect(JSON.stringify(dc.creator)).toContain(asset.creator);
      expect(JSON.stringify(dc.rights)).toContain(asset.copyrightNotice);
      expect(photoshop.Credit).toBe(asset.creditLine);
      expect(photoshop.Headline).toBe(asset.headline);
      const gps = await exifr.gps(bytes);
      if (asset.gps === null) expect(gps).toBeUndefined();
      else expect(gps.latitude).toBeCloseTo(asset.gps.latitude, 3);
    },
  );

  it('shows every state of rights', () => {
    const states = new Set(DEMO_ASSETS.flatMap((asset) => asset.licenses));
    expect([...states].sort()).toEqual(DEMO_LICENSES.map((license) => license.key).sort());
    expect(DEMO_ASSETS.some((asset) => asset.isUnrestricted)).toBe(true);
    expect(DEMO_ASSETS.some((asset) => (asset.embargoLiftsAfter ?? 0) > 0)).toBe(true);
    expect(DEMO_ASSETS.some((asset) => asset.gps !== null)).toBe(true);
    const autumn = DEMO_LICENSES.find((license) => license.key === 'autumn');
    expect(autumn?.endsAfter).toBe(5 * 86_400_000);
  });

  it('refers only to what exists', () => {
    for (const collection of DEMO_COLLECTIONS) {
      expect(new Set(collection.assets).size).toBe(collection.assets.length);
      for (const key of [collection.cover, ...collection.assets]) expect(assets.has(key), key).toBe(true);
    }
    const keys = DEMO_PORTAL.guidelines.flatMap((page) =>
      page.blocks.flatMap((block) => ('asset' in block ? [block.asset] : [])),
    );
    for (const key of [DEMO_PORTAL.logo, DEMO_PORTAL.hero, ...keys]) expect(assets.has(key), key).toBe(true);
    for (const link of DEMO_SHARE_LINKS) {
      if ('collection' in link.source) expect(collections.has(link.source.collection)).toBe(true);
      else for (const key of link.source.assets) expect(assets.has(key), key).toBe(true);
    }
  });
});

describe('the contract accepts the demo', () => {
  it.each(DEMO_LICENSES.map((license) => [license.key, license] as const))('licence %s', (_key, license) => {
    const { key: _, startsAfter, endsAfter, ...rest } = license;
    const at = (offset: number | null) => (offset === null ? null : NOW + offset);
    expect(() =>
      licenseInput.parse({ ...rest, startsAt: at(startsAfter), endsAt: at(endsAfter) }),
    ).not.toThrow();
  });

  it('portal', () => {
    const {
      slug: _slug,
      audience: _audience,
      isDefault: _default,
      logo: _logo,
      hero: _hero,
      ...rest
    } = DEMO_PORTAL;
    const document = {
      ...rest,
      logoAssetId: idFor('ast'),
      heroAssetId: idFor('ast'),
      sections: rest.sections.map((section) => {
        if ('collection' in section) return { ...section, collectionId: idFor('col') };
        return 'assets' in section
          ? { ...section, assetIds: section.assets.map(() => idFor('ast')) }
          : section;
      }),
      guidelines: rest.guidelines.map((page) => ({
        ...page,
        blocks: page.blocks.map((block) => ('asset' in block ? { ...block, assetId: idFor('ast') } : block)),
      })),
    };
    expect(() => portalDocumentSchema.parse(document)).not.toThrow();
  });

  it('share links and the upload request', () => {
    for (const { key: _, source: __, endsAfter, ...link } of DEMO_SHARE_LINKS) {
      const source = { kind: 'collection', collectionId: idFor('col') };
      expect(() => shareLinkInput.parse({ ...link, source, endsAt: NOW + endsAfter })).not.toThrow();
    }
    const { key: _, deadlineAfter, ...request } = DEMO_UPLOAD_REQUEST;
    expect(() => createRequestInput.parse({ ...request, deadline: NOW + deadlineAfter })).not.toThrow();
  });
});
