/** Pictures and credit for the metadata tests, generated so that every value is known. */
import sharp, { type Sharp } from 'sharp';
import type { EmbeddableFormat } from '../../../shared/metadata/embed.ts';
import type { CreditRecord } from '../../../shared/metadata/fields.ts';

/** A gradient with some detail, so that lossy encoders have something to do. */
export function gradient(width: number, height: number, channels: 3 | 4) {
  const pixels = new Uint8Array(width * height * channels);
  for (let index = 0; index < width * height; index++) {
    const [x, y] = [index % width, Math.floor(index / width)];
    pixels.set([(x * 255) / width, (y * 255) / height, (x * y) % 256].map(Math.floor), index * channels);
    if (channels === 4) pixels[index * channels + 3] = (x * 4) % 256;
  }
  return sharp(pixels, { raw: { width, height, channels } });
}

/** Base pictures of every format credit is written into, by a name that says what is special about each. */
export async function basePictures(): Promise<
  { name: string; format: EmbeddableFormat; bytes: Uint8Array }[]
> {
  const opaque = gradient(64, 48, 3);
  const alpha = gradient(64, 48, 4);
  const all: [string, EmbeddableFormat, Sharp][] = [
    ['jpeg', 'jpeg', opaque.clone().jpeg()],
    [
      'jpeg progressive with profile',
      'jpeg',
      opaque.clone().withIccProfile('p3').jpeg({ progressive: true }),
    ],
    ['png', 'png', opaque.clone().png()],
    ['png with alpha and profile', 'png', alpha.clone().withIccProfile('p3').png()],
    ['webp lossy', 'webp', opaque.clone().webp()],
    ['webp lossy with alpha', 'webp', alpha.clone().webp()],
    ['webp lossless', 'webp', opaque.clone().webp({ lossless: true })],
    ['webp lossless with alpha', 'webp', alpha.clone().webp({ lossless: true })],
    ['avif', 'avif', opaque.clone().avif({ effort: 0 })],
    ['avif with alpha and profile', 'avif', alpha.clone().withIccProfile('p3').avif({ effort: 0 })],
  ];
  return Promise.all(
    all.map(async ([name, format, picture]) => ({
      name,
      format,
      bytes: new Uint8Array(await picture.toBuffer()),
    })),
  );
}

export const credit: CreditRecord = {
  title: 'Spring campaign – wisteria',
  headline: 'Blühender Blauregen vor dem Werk in Gdańsk',
  caption: 'Two lines & <angles>,\n"quotes" and 日本語.',
  altText: 'Long lilac blossoms in front of dark green hedges',
  extDescr: 'A longer description of the blossoms for those who cannot see them.',
  keywords: ['wisteria', '007', 'campaign, 2026', 'kwiaty łąkowe'],
  creator: ['Zoë Łukaszewicz', 'José Muñoz'],
  creditLine: 'Zoë Łukaszewicz / Acme',
  copyrightNotice: '© 2026 Acme Foto GmbH',
  usageTerms: 'Editorial use in DE, AT, CH only. Not for advertising.',
  webStatement: 'https://example.com/license/spring-2026?a=1&b=2',
  licensor: [{ name: 'Acme Foto GmbH', url: 'https://example.com/license', email: 'rights@example.com' }],
  source: 'Acme archive',
  dateCreated: '2026-04-14T09:31:07+02:00',
  digitalSourceType: 'digitalCapture',
  dataMining: 'DMI-PROHIBITED-AIMLTRAINING',
  instructions: 'Do not crop the logo.',
};
