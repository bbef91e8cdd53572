import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PageStyle } from '../../../portal/view/page-style.ts';
import { themeSchema } from '../../../shared/contract/portals.ts';
import { placeholderUrl } from '../../../shared/delivery/thumb-hash.ts';
import { CARDS, collection } from '../../fixtures/portal-views.ts';

const theme = themeSchema.parse({});

describe('a page’s own style', () => {
  it('has one class for every picture, and none for what may not be seen', () => {
    const style = new PageStyle(theme);
    style.addPictures(collection('lamps').assets.items);
    const [card] = CARDS;
    expect(card && style.pictureClass(card)).toMatch(/^p\d+$/);
    const rules = style.toString().match(/\.p\d+\{/g) ?? [];
    expect(rules).toHaveLength(new Set(rules).size);
    expect(rules).toHaveLength(
      collection('lamps').assets.items.filter((it) => it.state === 'available').length,
    );
  });

  it('announces exactly what it writes', async () => {
    const style = new PageStyle(theme);
    style.addPictures(CARDS);
    const digest = createHash('sha256').update(style.toString()).digest('base64');
    expect(await style.hash()).toBe(`sha256-${digest}`);
  });

  it('lets no value of an asset or a guideline become CSS', () => {
    const style = new PageStyle(theme);
    const hostile = '#fff}</style><script>';
    style.addPictures(
      CARDS.slice(0, 1).map((card) => ({ ...card, dominantColour: hostile, thumbHash: '"/></style>' })),
    );
    style.addSwatch(hostile);
    expect(style.toString()).not.toContain('<');
    expect(style.swatchClass(hostile)).toBe('');
  });

  it('fills swatches', () => {
    const style = new PageStyle(theme);
    style.addSwatch('#B4482A');
    expect(style.toString()).toContain(`.${style.swatchClass('#b4482a')}{background-color:#b4482a}`);
  });
});

describe('placeholders', () => {
  it('are small PNG files of the picture’s shape', () => {
    const url = placeholderUrl(CARDS[0]?.thumbHash ?? '') ?? '';
    expect(url.length).toBeLessThan(500);
    const png = Buffer.from(url.replace('data:image/png;base64,', ''), 'base64');
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect(width).toBe(8);
    expect(width / height).toBeGreaterThan(1.9);
    const data = png.subarray(png.indexOf('IDAT') + 4, png.indexOf('IEND') - 8);
    expect(inflateSync(data)).toHaveLength(height * (1 + width * 4));
  });

  it('are left out where the hash cannot be read', () => {
    expect(placeholderUrl('')).toBeNull();
    expect(placeholderUrl('not base64!')).toBeNull();
    expect(placeholderUrl('AAA=')).toBeNull();
  });
});
