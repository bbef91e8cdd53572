import { describe, expect, it } from 'vitest';
import { ASSET_KINDS } from '../../../shared/contract/assets.ts';
import { extensionOfMediaType, kindOfMediaType } from '../../../shared/metadata/sniff.ts';
import { sentNames } from '../../../shared/requests/hand-in.ts';
import { acceptOf, isOtherKind, kindOfName } from '../../../shared/requests/kinds.ts';
import { oneLine, withoutHidden } from '../../../shared/text/plain-name.ts';

describe('what a name says of a file’s kind', () => {
  it('is what its bytes would say, or nothing', () => {
    for (const type of [
      'image/jpeg',
      'image/svg+xml',
      'video/mp4',
      'video/quicktime',
      'audio/mpeg',
      'audio/mp4',
    ]) {
      expect(kindOfName(`x.${extensionOfMediaType(type)}`), type).toBe(kindOfMediaType(type));
    }
    for (const type of [
      'application/pdf',
      'text/csv',
      'font/woff2',
      'model/gltf-binary',
      'application/zip',
    ]) {
      expect(kindOfName(`X.${extensionOfMediaType(type)?.toUpperCase()}`), type).toBe(kindOfMediaType(type));
    }
    for (const name of ['logo.ai', 'x.ogg', 'main.ts', 'x.bin', 'noextension', '.jpg.', 'photo.CR2', '']) {
      expect(kindOfName(name), name).toBeNull();
    }
  });

  it('refuses only where it says something', () => {
    expect(isOtherKind('film.mov', ['image'])).toBe(true);
    expect(isOtherKind('film.mov', ['image', 'video'])).toBe(false);
    expect(isOtherKind('film.mov', [])).toBe(false);
    expect(isOtherKind('film', ['image'])).toBe(false);
  });

  it('lets a browser offer every file that may be taken', () => {
    expect(acceptOf([])).toBeNull();
    expect(acceptOf(['image', 'other'])).toBeNull();
    expect(acceptOf(['vector'])).toBe('.svg,.eps,.ai,.svgz');
    for (const kind of ASSET_KINDS.filter((one) => one !== 'other'))
      expect(acceptOf([kind])).toMatch(/\.\w+/);
  });
});

describe('names', () => {
  it('are those that were sent, numbered among one person’s own', () => {
    const files = ['a.jpg', 'b.jpg', 'A.jpg', 'a.jpg', 'a (2).jpg'].map((fileName, id) => ({
      id: String(id),
      fileName,
    }));
    expect([...sentNames(files).values()]).toEqual([
      'a.jpg',
      'b.jpg',
      'A (2).jpg',
      'a (3).jpg',
      'a (2) (2).jpg',
    ]);
  });

  it('have no characters that turn what is read, and are one line', () => {
    expect(withoutHidden('\u202egpj.exe\u0000\u0085\u2067')).toBe('gpj.exe');
    expect(withoutHidden('नमस्\u200dते.pdf')).toBe('नमस्\u200dते.pdf');
    expect(oneLine(' Kim\r\nBcc: all@example.com\n')).toBe('Kim Bcc: all@example.com');
  });
});
