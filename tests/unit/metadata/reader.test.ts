import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteSourceOf } from '../../../shared/metadata/byte-source.ts';
import { concatBytes, tagBytes, u32Bytes, utf8Bytes } from '../../../shared/metadata/containers/bytes.ts';
import { embedInJpeg } from '../../../shared/metadata/containers/jpeg.ts';
import { buildCreditPackets, embedCredit } from '../../../shared/metadata/embed.ts';
import { assetMetadataSchema, creditRecordOf, emptyMetadata } from '../../../shared/metadata/fields.ts';
import { buildIim } from '../../../shared/metadata/iim.ts';
import { sniffMediaType } from '../../../shared/metadata/sniff.ts';
import { buildXmpPacket, xmpNamespaces } from '../../../shared/metadata/xmp.ts';
import { createMetadataReader } from '../../../worker/platform/metadata/embedded-reader.ts';
import { basePictures, credit, gradient } from './pictures.ts';

const reader = createMetadataReader();
const read = (bytes: Uint8Array) => reader.read(byteSourceOf(bytes), sniffMediaType(bytes).mediaType);
const emptyCredit = creditRecordOf(emptyMetadata());

async function jpeg(): Promise<Uint8Array> {
  return new Uint8Array(await gradient(32, 32, 3).jpeg().toBuffer());
}

/** An XMP packet around hand-written properties. */
function packet(properties: string): Uint8Array {
  const namespaces = Object.entries(xmpNamespaces).map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`);
  return utf8Bytes(
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${namespaces.join(' ')}>${properties}</rdf:RDF></x:xmpmeta>`,
  );
}

/** IIM datasets of record 2 from Latin-1 characters, without a charset record. */
function latin1Iim(values: [number, string][]): Uint8Array {
  return concatBytes(
    values.map(([dataset, text]) =>
      concatBytes([Uint8Array.of(0x1c, 2, dataset, 0, text.length), tagBytes(text)]),
    ),
  );
}

describe('reading what was written', async () => {
  const packets = buildCreditPackets(credit);

  it.each(await basePictures())('reads the whole credit back from $name', async ({ format, bytes }) => {
    const { metadata, origins } = await read(embedCredit(bytes, format, packets));
    expect(creditRecordOf(metadata)).toEqual(credit);
    expect(origins.title).toBe('xmp');
  });

  it('reads IIM alone as far as IIM goes', async () => {
    const { metadata, origins } = await read(embedInJpeg(await jpeg(), null, buildIim(credit)));
    expect(metadata).toMatchObject({
      title: credit.title,
      headline: credit.headline,
      caption: credit.caption,
      keywords: credit.keywords,
      creator: credit.creator,
      creditLine: credit.creditLine,
      copyrightNotice: credit.copyrightNotice,
      dateCreated: credit.dateCreated,
    });
    expect(origins.title).toBe('iim');
  });

  it.each([
    [
      'application/pdf',
      (xmp: Uint8Array) =>
        concatBytes([utf8Bytes('%PDF-1.7\n1 0 obj\nstream\n'), xmp, utf8Bytes('\nendstream\n%%EOF')]),
    ],
    [
      'application/postscript',
      (xmp: Uint8Array) => concatBytes([utf8Bytes('%!PS-Adobe-3.0 EPSF-3.0\n'), xmp, utf8Bytes('\n%%EOF')]),
    ],
    [
      'video/mp4',
      (xmp: Uint8Array) =>
        concatBytes([
          box('ftyp', tagBytes('isom\0\0\0\0isom')),
          box('mdat', new Uint8Array(300_000)),
          box(
            'uuid',
            concatBytes([tagBytes('\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac'), xmp]),
          ),
        ]),
    ],
    [
      'video/quicktime',
      (xmp: Uint8Array) =>
        concatBytes([box('ftyp', tagBytes('qt  \0\0\0\0')), box('moov', box('udta', box('XMP_', xmp)))]),
    ],
  ])('reads XMP from %s', async (mediaType, build) => {
    const bytes = build(buildXmpPacket(credit));
    expect(sniffMediaType(bytes).mediaType).toBe(mediaType);
    expect(creditRecordOf((await read(bytes)).metadata)).toEqual(credit);
  });

  it('reads XMP from a TIFF', async () => {
    const picture = gradient(32, 32, 3).withXmp(new TextDecoder().decode(buildXmpPacket(credit)));
    const { metadata } = await read(new Uint8Array(await picture.tiff().toBuffer()));
    expect(creditRecordOf(metadata)).toEqual(credit);
  });

  it.each(['jpeg', 'png', 'webp', 'avif'] as const)(
    'reads XMP and EXIF that sharp wrote into %s',
    async (format) => {
      const picture = gradient(32, 32, 3)
        .withExif({
          IFD0: { Artist: 'Exif Artist; Second', Copyright: '(c) Exif' },
          IFD2: { BodySerialNumber: 'SN-1' },
        })
        .withXmp(new TextDecoder().decode(buildXmpPacket({ ...emptyCredit, copyrightNotice: '© XMP' })));
      const found = await read(new Uint8Array(await picture.toFormat(format).toBuffer()));
      expect(found.metadata).toMatchObject({ copyrightNotice: '© XMP', creator: ['Exif Artist', 'Second'] });
      expect(found.origins).toMatchObject({ copyrightNotice: 'xmp', creator: 'exif' });
      expect(found.sensitive.serialNumbers).toEqual(['SN-1']);
    },
  );

  it('reads title, description and RDF of an SVG without running it', async () => {
    const { metadata } = await read(
      utf8Bytes(
        `<svg xmlns="http://www.w3.org/2000/svg"><title>Logo &amp; mark</title><desc>Two  bars</desc><script>x()</script>
        <metadata><rdf:RDF xmlns:rdf="${xmpNamespaces.rdf}" xmlns:dc="${xmpNamespaces.dc}"><rdf:Description>
        <dc:creator><rdf:Bag><rdf:li>Ada</rdf:li></rdf:Bag></dc:creator></rdf:Description></rdf:RDF></metadata></svg>`,
      ),
    );
    expect(metadata).toMatchObject({ title: 'Logo & mark', caption: 'Two  bars', creator: ['Ada'] });
  });
});

describe('which record wins', () => {
  it('is XMP over IIM, field by field', async () => {
    const xmp = buildXmpPacket({
      ...emptyCredit,
      headline: 'New headline in XMP',
      creator: ['XMP Photographer'],
    });
    const iim = buildIim({ ...emptyCredit, headline: 'Old', creator: ['IIM'], creditLine: 'Only in IIM' });
    const { metadata, origins } = await read(embedInJpeg(await jpeg(), xmp, iim));
    expect(metadata).toMatchObject({
      headline: 'New headline in XMP',
      creator: ['XMP Photographer'],
      creditLine: 'Only in IIM',
    });
    expect(origins).toMatchObject({ headline: 'xmp', creditLine: 'iim' });
  });

  it('recognises IIM in Latin-1 and Windows-1252 without a charset record', async () => {
    const iim = latin1Iim([
      [80, 'Jos\xe9 Mu\xf1oz'],
      [110, 'Agence G\xe9n\xe9rale'],
      [25, '\xe9ditorial'],
      [105, '\x93quoted\x94 \x80'],
    ]);
    const { metadata } = await read(embedInJpeg(await jpeg(), null, iim));
    expect(metadata).toMatchObject({
      creator: ['José Muñoz'],
      creditLine: 'Agence Générale',
      keywords: ['éditorial'],
      headline: '“quoted” €',
    });
  });

  it('keeps coordinates, serials and owners apart from what is public', async () => {
    const picture = gradient(32, 32, 3).withExif({
      IFD2: { BodySerialNumber: 'SN-4711', CameraOwnerName: 'Private Person' },
      IFD3: {
        GPSLatitudeRef: 'S',
        GPSLatitude: '33/1 51/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '151/1 12/1 0/1',
      },
    });
    const { metadata, sensitive } = await read(new Uint8Array(await picture.jpeg().toBuffer()));
    expect(sensitive.gps?.latitude).toBeCloseTo(-33.85, 4);
    expect(sensitive.gps?.longitude).toBeCloseTo(151.2, 4);
    expect(sensitive).toMatchObject({ serialNumbers: ['SN-4711'], cameraOwner: 'Private Person' });
    expect(metadata).toEqual(emptyMetadata());
  });
});

describe('XMP as others write it', () => {
  it('takes attributes, structures, resources, languages and typed text as they are', async () => {
    const xmp = packet(
      `<rdf:Description photoshop:Headline="As attribute" xmp:Rating="4" plus:ModelReleaseStatus="MR-UMR"
        plus:DataMining="${'http://ns.useplus.org/ldf/vocab/'}DMI-PROHIBITED">
        <dc:title><rdf:Alt><rdf:li xml:lang="de">Deutsch</rdf:li><rdf:li xml:lang="x-default">Default</rdf:li></rdf:Alt></dc:title>
        <dc:subject><rdf:Bag><rdf:li>007</rdf:li><rdf:li>true</rdf:li><rdf:li>R&amp;D</rdf:li><rdf:li>007</rdf:li></rdf:Bag></dc:subject>
        <xmpRights:WebStatement rdf:resource="https://example.com/terms"/>
        <plus:Licensor><rdf:Bag><rdf:li><rdf:Description plus:LicensorName="Acme" plus:LicensorURL="javascript:alert(1)"/></rdf:li></rdf:Bag></plus:Licensor>
        <Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li rdf:parseType="Resource"><Iptc4xmpExt:City>Gdańsk</Iptc4xmpExt:City></rdf:li></rdf:Bag></Iptc4xmpExt:LocationCreated>
        <photoshop:DateCreated>2026-04</photoshop:DateCreated>
      </rdf:Description>
      <rdf:Description xmlns:p="${xmpNamespaces.photoshop}"><p:Credit>Other prefix</p:Credit></rdf:Description>`,
    );
    const { metadata } = await read(embedInJpeg(await jpeg(), xmp, null));
    expect(metadata).toMatchObject({
      headline: 'As attribute',
      rating: 4,
      title: 'Default',
      keywords: ['007', 'true', 'R&D'],
      webStatement: 'https://example.com/terms',
      licensor: [{ name: 'Acme', url: null, email: null }],
      city: 'Gdańsk',
      dateCreated: '2026-04',
      creditLine: 'Other prefix',
      modelReleaseStatus: 'MR-UMR',
      dataMining: 'DMI-PROHIBITED',
    });
  });

  it('takes markup, controls and endless text out of values', async () => {
    const xmp = packet(
      `<rdf:Description><dc:title><rdf:Alt><rdf:li xml:lang="x-default">&lt;b&gt;Bold&lt;/b&gt; &#x202e;title</rdf:li></rdf:Alt></dc:title>
       <dc:description><rdf:Alt><rdf:li>${'long '.repeat(10_000)}</rdf:li></rdf:Alt></dc:description></rdf:Description>`,
    );
    const { metadata } = await read(concatBytes([utf8Bytes('%PDF-1.4\n'), xmp]));
    expect(metadata.title).toBe('Bold title');
    expect(metadata.caption?.length).toBeLessThanOrEqual(8000);
  });

  it('expands no entities and survives nesting', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]>`;
    const deep = `${'<a>'.repeat(50_000)}`;
    for (const text of [`${bomb}<x:xmpmeta>&b;</x:xmpmeta>`, `<x:xmpmeta>${deep}</x:xmpmeta>`]) {
      const { metadata } = await read(concatBytes([utf8Bytes('%PDF-1.4\n'), utf8Bytes(text)]));
      expect(metadata).toEqual(emptyMetadata());
    }
  });
});

describe('damaged files', () => {
  it('give a valid record, whatever the bytes', async () => {
    const bases = await basePictures();
    const files = bases.map(({ format, bytes }) => embedCredit(bytes, format, buildCreditPackets(credit)));
    const exif = await gradient(32, 32, 3)
      .withExif({ IFD0: { Artist: 'A' }, IFD3: { GPSLatitude: '1/1 2/1 3/1' } })
      .tiff()
      .toBuffer();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files, new Uint8Array(exif)),
        fc.nat(8000),
        fc.array(fc.tuple(fc.nat(4000), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }),
        async (file, cut, edits) => {
          const bytes = file.slice(0, file.length - Math.min(cut, file.length));
          for (const [at, value] of edits) if (at > 11 && at < bytes.length) bytes[at] = value;
          const { metadata } = await read(bytes);
          expect(assetMetadataSchema.safeParse(metadata).success).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('reads a bounded part of an endless file', async () => {
    let bytesRead = 0;
    const endless = {
      size: 5e12,
      read: async (_offset: number, length: number) => {
        bytesRead += length;
        return concatBytes([u32Bytes(9), tagBytes('free\0'), new Uint8Array(length)]).subarray(0, length);
      },
    };
    for (const mediaType of [
      'image/jpeg',
      'image/png',
      'image/webp',
      'image/tiff',
      'image/heic',
      'video/mp4',
      'application/pdf',
    ]) {
      await reader.read(endless, mediaType);
    }
    expect(bytesRead).toBeLessThan(7 * 25 * 1024 * 1024);
  });
});

const samples = resolve(
  process.env.SAMPLES_DIR ?? resolve(import.meta.dirname, '../../../../shared/samples'),
);
const hasSamples = existsSync(samples);
if (!hasSamples) console.warn(`no sample files in ${samples}: reading real files is skipped`);

describe.skipIf(!hasSamples)('sample files', () => {
  const readSample = (name: string) => read(new Uint8Array(readFileSync(resolve(samples, name))));

  it('press-photo-iptc.jpg has every field', async () => {
    const { metadata, sensitive } = await readSample('press-photo-iptc.jpg');
    expect(metadata).toMatchObject({
      title: 'Spring campaign – wisteria',
      headline: 'Blühender Blauregen vor dem Werk in Gdańsk',
      keywords: ['wisteria', 'spring', 'campaign 2026'],
      creator: ['Zoë Łukaszewicz'],
      creditLine: 'Zoë Łukaszewicz / Acme Foto',
      copyrightNotice: '© 2026 Acme Foto GmbH',
      usageTerms: 'Editorial use in DE, AT, CH only. Not for advertising. Until 2027-03-31.',
      webStatement: 'https://example.com/license/spring-2026',
      licensor: [{ name: 'Acme Foto GmbH' }],
      altText: 'Long lilac wisteria blossoms hanging in front of dark green hedges',
      modelReleaseStatus: 'MR-NAP',
      propertyReleaseStatus: 'PR-UPR',
      dateCreated: '2026-04-14T09:31:07',
      city: 'Gdańsk',
      countryCode: 'POL',
      digitalSourceType: 'digitalCapture',
    });
    expect(sensitive.gps).not.toBeNull();
    expect(sensitive.serialNumbers).toEqual(['SN-1234567']);
    expect(JSON.stringify(metadata)).not.toMatch(/SN-1234567|54\.35|18\.64/);
  });

  it('iptc-latin1-no-charset.jpg, iptc-iim-vs-xmp-conflict.jpg and xmp-BlueSquare.jpg read as described', async () => {
    expect((await readSample('iptc-latin1-no-charset.jpg')).metadata).toMatchObject({
      creator: ['José Muñoz'],
      creditLine: 'Agence Générale',
      keywords: ['éditorial'],
    });
    expect((await readSample('iptc-iim-vs-xmp-conflict.jpg')).metadata).toMatchObject({
      headline: 'New headline in XMP',
      creator: ['XMP Photographer'],
    });
    expect((await readSample('xmp-BlueSquare.jpg')).metadata).toMatchObject({
      title: 'Blue Square Test File - .jpg',
      keywords: ['XMP', 'Blue Square', 'test file', 'Photoshop', '.jpg'],
    });
  });

  it('damaged samples read without an error', async () => {
    for (const name of [
      'truncated.jpg',
      'corrupt-header.jpg',
      'corrupted.jpg',
      'pixel-bomb-65536x65536.png',
    ]) {
      expect(assetMetadataSchema.safeParse((await readSample(name)).metadata).success).toBe(true);
    }
  });
});

function box(type: string, content: Uint8Array): Uint8Array {
  return concatBytes([u32Bytes(content.length + 8), tagBytes(type), content]);
}
