/**
 * A portal for the press, not published yet, with one asset of every state: handed out, ending, licensed for Germany only, embargoed,
 * withdrawn, ended, draft, without a license, and outside of every collection.
 */
import type { Collection } from '../../shared/contract/collections.ts';
import type { Portal } from '../../shared/contract/portals.ts';
import { type Brand, HOUR_MS } from './portals-fixture.ts';

/** Words that occur only in assets which visitors must not learn of. */
export const SECRETS = ['Zephyrine', 'Quixotine', 'Obsidiane', 'Larkspurine', 'Kryptonite-draft', 'hushword'];

export interface PressPortal {
  portal: Portal;
  /** By name; none of them has bytes. */
  asset: Record<string, string>;
  /** By title. */
  collection: Record<string, Collection>;
  /** When the embargo lifts and the later collection begins; when it ends, and the license of what ends. */
  liftsAt: number;
  endsAt: number;
}

export async function createPressPortal(brand: Brand): Promise<PressPortal> {
  const asset: Record<string, string> = {};
  const collection: Record<string, Collection> = {};
  const liftsAt = Math.floor(Date.now() / 1000) * 1000 + 30 * 60_000;
  const endsAt = liftsAt + 60 * 60_000;
  const makeCollection = async (title: string, names: string[], input: object = {}) => {
    const { body } = await brand.call<Collection>('curator', '/api/admin/collections', {
      body: { title, ...input },
    });
    await brand.call('curator', `/api/admin/collections/${body.id}/assets`, {
      body: { add: names.map((name) => asset[name]) },
    });
    collection[title] = body;
  };
  const add = async (name: string, wish: Parameters<Brand['addAsset']>[0]) => {
    asset[name] = await brand.addAsset(wish);
  };
  await add('lamp', {
    title: 'Vaka lamp',
    caption: 'A lamp in the dusk',
    keywords: ['lantern'],
    colour: 'orange',
  });
  await add('bowl', { title: 'Torne bowl', orientation: 'portrait', colour: 'blue' });
  await add('german', { title: 'Kiln at night', unrestricted: false });
  await add('ending', { title: 'Workshop shelves', unrestricted: false });
  await add('embargoed', {
    title: 'Zephyrine chair',
    caption: 'hushword',
    keywords: ['hushword'],
    embargoLiftsAt: liftsAt,
    colour: 'purple',
  });
  await add('withdrawn', {
    title: 'Quixotine stool',
    status: 'withdrawn',
    keywords: ['hushword'],
    successorAssetId: asset.lamp ?? '',
  });
  await add('ended', { title: 'Obsidiane vase', unrestricted: false });
  await add('draft', { title: 'Kryptonite-draft', status: 'draft' });
  await add('unlicensed', { title: 'Larkspurine jug', unrestricted: false });
  await add('logo', { title: 'The logo', kind: 'vector', mediaType: 'image/svg+xml', fileName: 'logo.svg' });
  await add('outside', { title: 'Outside everything' });
  await brand.license([asset.german ?? ''], { territories: { include: ['DE'], exclude: [] } });
  await brand.license([asset.ending ?? ''], { endsAt });
  await brand.license([asset.ended ?? ''], { endsAt: Date.now() - HOUR_MS });
  await makeCollection('Lamps', [
    'lamp',
    'embargoed',
    'german',
    'withdrawn',
    'ending',
    'ended',
    'draft',
    'unlicensed',
    'bowl',
  ]);
  await makeCollection('Later', ['bowl'], { startsAt: liftsAt, endsAt });
  const { body } = await brand.call<Portal>('curator', '/api/admin/portals', {
    body: {
      slug: 'press',
      isDefault: true,
      document: {
        name: 'Press',
        tagline: 'For press',
        logoAssetId: asset.logo,
        heroAssetId: asset.lamp,
        contact: { name: 'Ida Norrby', phone: '+46 1' },
        sections: [
          { kind: 'collection', id: 's1', collectionId: collection.Lamps?.id },
          { kind: 'press_kit', id: 's2', title: 'Kit', collectionId: collection.Lamps?.id },
          { kind: 'collection', id: 's3', collectionId: collection.Later?.id },
          { kind: 'assets', id: 's4', title: 'Chosen', assetIds: [asset.withdrawn, asset.lamp] },
          { kind: 'text', id: 's5', markdown: '# Hi <script>x</script> [bad](javascript:alert(1)) **b**' },
          { kind: 'guidelines', id: 's6', title: 'Rules' },
        ],
        guidelines: [
          {
            slug: 'brand',
            title: 'Brand',
            blocks: [
              { kind: 'heading', text: 'Logo' },
              { kind: 'heading', text: 'Logo' },
              { kind: 'logo', assetId: asset.logo },
              { kind: 'image', assetId: asset.embargoed, caption: 'a caption' },
              { kind: 'rules', rules: ['One', 'Two'] },
              { kind: 'rules', rules: ['Three'] },
            ],
          },
        ],
      },
    },
  });
  return { portal: body, asset, collection, liftsAt, endsAt };
}
