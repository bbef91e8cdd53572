import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { DamagedFile, ShortRead } from '../../../shared/metadata/byte-reader.ts';
import {
  buildCreditPackets,
  type EmbeddableFormat,
  embedCredit,
  stripMetadata,
} from '../../../shared/metadata/embed.ts';
import { inspectImage } from '../../../shared/metadata/inspect.ts';
import { buildXmpPacket, maxXmpBytes } from '../../../shared/metadata/xmp.ts';
import { basePictures, credit, gradient } from './pictures.ts';

const hasExiftool = spawnSync('exiftool', ['-ver']).status === 0;
if (!hasExiftool) console.warn('exiftool is not installed: reading credit back with it is skipped');

const folder = mkdtempSync(join(tmpdir(), 'vitrine-embed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything exiftool finds, raw values, by `Group:Tag`. */
function exiftool(bytes: Uint8Array, format: string): Record<string, unknown> {
  const path = join(folder, `picture.${format}`);
  writeFileSync(path, bytes);
  const run = spawnSync('exiftool', [
    '-json',
    '-G1',
    '-n',
    '-struct',
    '-charset',
    'iptc=utf8',
    '-a',
    '-validate',
    '-all',
    path,
  ]);
  return (JSON.parse(run.stdout.toString('utf8')) as Record<string, unknown>[])[0] ?? {};
}

const vocabulary = 'http://ns.useplus.org/ldf/vocab/';
const expectedXmp = {
  'XMP-dc:Title': credit.title,
  'XMP-dc:Description': credit.caption,
  'XMP-dc:Creator': credit.creator,
  'XMP-dc:Subject': credit.keywords,
  'XMP-dc:Rights': credit.copyrightNotice,
  'XMP-photoshop:Headline': credit.headline,
  'XMP-photoshop:Credit': credit.creditLine,
  'XMP-photoshop:Source': credit.source,
  'XMP-photoshop:Instructions': credit.instructions,
  'XMP-photoshop:DateCreated': '2026:04:14 09:31:07+02:00',
  'XMP-xmpRights:Marked': true,
  'XMP-xmpRights:UsageTerms': credit.usageTerms,
  'XMP-xmpRights:WebStatement': credit.webStatement,
  'XMP-plus:Licensor': [
    {
      LicensorName: 'Acme Foto GmbH',
      LicensorURL: 'https://example.com/license',
      LicensorEmail: 'rights@example.com',
    },
  ],
  'XMP-plus:DataMining': expect.stringMatching(new RegExp(`^(?:${vocabulary})?DMI-PROHIBITED-AIMLTRAINING$`)),
  'XMP-iptcCore:AltTextAccessibility': credit.altText,
  'XMP-iptcCore:ExtDescrAccessibility': credit.extDescr,
  'XMP-iptcExt:DigitalSourceType': 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture',
};
const expectedIptc = {
  'IPTC:CodedCharacterSet': expect.stringMatching(/UTF8|%G/),
  'IPTC:ObjectName': credit.title,
  'IPTC:Keywords': credit.keywords,
  'IPTC:SpecialInstructions': credit.instructions,
  'IPTC:DateCreated': '2026:04:14',
  'IPTC:TimeCreated': '09:31:07+02:00',
  'IPTC:By-line': credit.creator,
  'IPTC:Headline': credit.headline,
  'IPTC:Credit': credit.creditLine,
  'IPTC:Source': credit.source,
  'IPTC:CopyrightNotice': credit.copyrightNotice,
  'IPTC:Caption-Abstract': credit.caption,
};

async function pixels(bytes: Uint8Array): Promise<Buffer> {
  return sharp(bytes).raw().toBuffer();
}

describe('embedCredit', async () => {
  const bases = await basePictures();
  const packets = buildCreditPackets(credit);

  it.each(bases)('keeps every pixel, the alpha and the profile of $name', async ({ format, bytes }) => {
    const before = inspectImage(bytes);
    const embedded = embedCredit(bytes, format, packets);
    expect(inspectImage(embedded)).toEqual(before);
    expect(Buffer.compare(await pixels(embedded), await pixels(bytes))).toBe(0);
    const metadata = await sharp(embedded).metadata();
    expect(metadata.xmp && Buffer.compare(metadata.xmp, packets.xmp)).toBe(0);
    expect(metadata.hasAlpha).toBe(before?.hasAlpha);
    const stripped = await sharp(stripMetadata(embedded, format)).metadata();
    expect(stripped.xmp).toBeUndefined();
    expect(stripped.icc?.length).toBe((await sharp(bytes).metadata()).icc?.length);
  });

  it.skipIf(!hasExiftool).each(bases)(
    'is read back by exiftool, value for value, from $name',
    ({ format, bytes }) => {
      const read = exiftool(embedCredit(bytes, format, packets), format);
      expect(read).toMatchObject(format === 'jpeg' ? { ...expectedXmp, ...expectedIptc } : expectedXmp);
      expect(read['ExifTool:Validate']).toBe('0 0 0');
      expect(read['ExifTool:Error'] ?? read['ExifTool:Warning']).toBeUndefined();
    },
  );

  it.each(bases)('replaces what it wrote before in $name', ({ format, bytes }) => {
    const once = embedCredit(bytes, format, packets);
    const other = buildCreditPackets({ ...credit, title: 'Another title' });
    const twice = embedCredit(embedCredit(bytes, format, other), format, packets);
    const text = Buffer.from(twice).toString('latin1');
    expect(text).not.toContain('Another title');
    expect(text.split('<x:xmpmeta').length).toBe(2);
    if (format !== 'avif') expect(Buffer.compare(twice, once)).toBe(0);
  });

  it('never writes a packet longer than a JPEG segment, and cuts no credit to get there', () => {
    const long = 'ü&'.repeat(4000);
    const record = {
      ...credit,
      caption: long,
      extDescr: long,
      instructions: long,
      usageTerms: long,
      altText: long,
    };
    const packet = buildXmpPacket(record);
    expect(packet.length).toBeLessThanOrEqual(maxXmpBytes);
    expect(new TextDecoder().decode(packet)).toContain(credit.copyrightNotice);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 400 }), { maxLength: 200 }), (keywords) => {
        expect(
          buildXmpPacket({ ...record, keywords, creator: keywords.slice(0, 50) }).length,
        ).toBeLessThanOrEqual(maxXmpBytes);
      }),
      { numRuns: 15 },
    );
  });

  it('refuses damaged files with a typed error and never runs away', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...bases),
        fc.nat(3000),
        fc.array(fc.tuple(fc.nat(600), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
        ({ format, bytes }, cut, edits) => {
          const damaged = bytes.slice(0, cut);
          for (const [at, value] of edits) if (at < damaged.length) damaged[at] = value;
          for (const act of [
            () => embedCredit(damaged, format, packets),
            () => stripMetadata(damaged, format),
          ]) {
            try {
              expect(act().length).toBeGreaterThan(0);
            } catch (error) {
              expect(error instanceof DamagedFile || error instanceof ShortRead).toBe(true);
            }
          }
        },
      ),
      { numRuns: 1500 },
    );
  });
});

describe('stripMetadata', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)(
    'takes place, device and words out of %s, not its profile',
    async (format) => {
      const bytes = await withSecrets(format);
      expect(Buffer.from(bytes).toString('latin1')).toContain('SECRET');
      const stripped = stripMetadata(bytes, format);
      const text = Buffer.from(stripped).toString('latin1');
      expect(text).not.toContain('SECRET');
      const [before, after] = [inspectImage(bytes), inspectImage(stripped)];
      expect(after).toEqual(before);
      if (format !== 'avif') expect(after?.orientation).toBe(6);
      expect(after?.hasIccProfile).toBe(true);
      expect(Buffer.compare(await pixels(stripped), await pixels(bytes))).toBe(0);
      if (hasExiftool) {
        const read = exiftool(stripped, format);
        expect(Object.keys(read).filter((key) => /gps|serial|^xmp|^iptc|artist|owner/i.test(key))).toEqual(
          [],
        );
      }
    },
  );

  async function withSecrets(format: EmbeddableFormat): Promise<Uint8Array> {
    const exif = {
      IFD0: { Artist: 'SECRET artist', Make: 'SECRET make' },
      IFD2: { BodySerialNumber: 'SECRET-4711' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100' },
    };
    const picture = gradient(64, 48, 3).withMetadata({ orientation: 6 }).withIccProfile('p3').withExif(exif);
    const turned = format === 'avif' ? picture : picture.withMetadata({ orientation: 6 }).withExifMerge(exif);
    return new Uint8Array(
      await turned
        .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRET</x:xmpmeta>')
        .toFormat(format)
        .toBuffer(),
    );
  }
});
