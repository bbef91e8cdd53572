/** The note that a WebP was written at a lower quality than was asked for. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { loweredIn, loweredQuality, loweredSteps, noteLowered } from '../../../shared/delivery/lowered.ts';
import { serverTiming } from '../../../shared/delivery/server-timing.ts';
import { buildCreditPackets, embedCredit } from '../../../shared/metadata/embed.ts';
import { inspectImage } from '../../../shared/metadata/inspect.ts';
import { credit } from '../metadata/pictures.ts';

const opaque = sharp({ create: { width: 31, height: 17, channels: 3, background: '#c24' } });
const sheer = sharp({ create: { width: 30, height: 20, channels: 4, background: '#22cc4480' } });

describe('the note in a WebP', () => {
  it('is read back, and every pixel and header stays', async () => {
    for (const [picture, lossless] of [
      [opaque, false],
      [opaque, true],
      [sheer, false],
    ] as const) {
      const plain = new Uint8Array(await picture.clone().webp({ lossless }).toBuffer());
      const credited = embedCredit(plain, 'webp', buildCreditPackets(credit));
      for (const bytes of [plain, credited]) {
        const noted = noteLowered(bytes, 48);
        expect(loweredQuality(noted)).toBe(48);
        expect(loweredQuality(bytes)).toBeNull();
        expect(inspectImage(noted)).toEqual(inspectImage(bytes));
        // RIFF's own length covers the note, so that no reader finds bytes behind the end.
        expect(new DataView(noted.buffer).getUint32(4, true)).toBe(noted.length - 8);
        expect(await sharp(noted).raw().toBuffer()).toEqual(await sharp(bytes).raw().toBuffer());
      }
    }
  });

  it('is one entry of Server-Timing, which the playground reads', async () => {
    const noted = noteLowered(new Uint8Array(await opaque.clone().webp().toBuffer()), 30);
    const header = serverTiming([{ name: 'memory' }, ...loweredSteps(noted)]);
    expect(header).toBe('memory, lowered;desc="quality 30"');
    expect(loweredIn(header)).toBe(30);
    expect(loweredIn('parse, memory')).toBeNull();
    expect(loweredSteps(new Uint8Array(3))).toEqual([]);
  });
});
