import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PageStyle } from '../../../portal/view/page-style.ts';
import { themeSchema } from '../../../shared/contract/portals.ts';
import { groundFor, placeholderUrl } from '../../../shared/delivery/thumb-hash.ts';
import { CARDS, collection } from '../../fixtures/portal-views.ts';

const theme = themeSchema.parse({});

/** ThumbHashes of a logo in night blue and of its reversed twin, both on nothing. */
const DARK_LOGO = 'yPeBAYAS72kzZUnvM/k+k3hoiIdweJc=';
const LIGHT_LOGO = 'uRiCAYASEJbMmrbvM/k+k3hoiIdweJc=';

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

describe('grounds', () => {
  const [photograph] = CARDS;

  it('are told by the strokes of what has none of its own', () => {
    expect(groundFor(DARK_LOGO)).toBe('light');
    expect(groundFor(LIGHT_LOGO)).toBe('dark');
    expect(groundFor(photograph?.thumbHash ?? '')).toBeNull();
    expect(groundFor('')).toBeNull();
  });

  it('take the place of colours that would hide the picture', () => {
    const style = new PageStyle(theme);
    style.addPictures(
      CARDS.slice(0, 1).map((card) => ({ ...card, thumbHash: LIGHT_LOGO, dominantColour: '#f3efe6' })),
    );
    expect(style.toString()).toMatch(/--ground:oklch\(0\.2/);
    expect(style.toString()).not.toMatch(/--tone|--blur/);
  });

  it.each([
    ['gallery', DARK_LOGO, /--logo-plate:light-dark\(transparent,oklch\(0\.9/],
    ['gallery', LIGHT_LOGO, /--logo-plate:light-dark\(oklch\(0\.2[^)]*\),transparent\)/],
    ['studio', LIGHT_LOGO, /--logo-plate-on-dark:transparent/],
    ['studio', DARK_LOGO, /--logo-plate-on-dark:oklch\(0\.9/],
  ] as const)('carry a logo of %s where it would vanish', (name, thumbHash, expected) => {
    const style = new PageStyle(themeSchema.parse({ name }));
    style.addLogo({ thumbHash });
    expect(style.toString()).toMatch(expected);
  });

  it('are not laid under a logo that brings its own', () => {
    const style = new PageStyle(theme);
    style.addLogo({ thumbHash: photograph?.thumbHash ?? null });
    style.addLogo({ thumbHash: null });
    style.addLogo(null);
    expect(style.toString()).not.toContain('--logo-plate');
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
