import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sniffMediaType } from '../../../shared/metadata/sniff.ts';

/** Characters below 256 as bytes. */
function raw(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function zipEntry(name: string, data = ''): string {
  const size = String.fromCharCode(data.length & 255, data.length >> 8, 0, 0);
  const length = String.fromCharCode(name.length, 0);
  return `PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0${size}${size}${length}\0\0${name}${data}`;
}

describe('sniffMediaType', () => {
  it.each([
    ['\xff\xd8\xff\xe0', 'image/jpeg', 'image'],
    ['\x89PNG\r\n\x1a\n', 'image/png', 'image'],
    ['GIF89a', 'image/gif', 'image'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'image/webp', 'image'],
    ['\0\0\0\x1cftypavif\0\0\0\0mif1miaf', 'image/avif', 'image'],
    ['\0\0\0\x18ftypmif1\0\0\0\0mif1avif', 'image/avif', 'image'],
    ['\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'image/heic', 'image'],
    ['MM\0*', 'image/tiff', 'image'],
    ['8BPS\0\x01', 'image/vnd.adobe.photoshop', 'image'],
    [
      '\ufeff<?xml version="1.0"?>\n<svg xmlns="x">'.replace('\ufeff', '\xef\xbb\xbf'),
      'image/svg+xml',
      'vector',
    ],
    ['<!DOCTYPE svg PUBLIC "a" "b">\n<svg>', 'image/svg+xml', 'vector'],
    ['<!-- a > b -->\n<!----><svg:svg>', 'image/svg+xml', 'vector'],
    ['<!DOCTYPE svg [<!ENTITY a "<html>">]><svg>', 'image/svg+xml', 'vector'],
    ['<!-- <svg> -->\n<html>', 'text/html', 'document'],
    ['<!-- <svg> without an end', 'text/plain', 'document'],
    ['<!DOCTYPE svg [<!ENTITY a "b"', 'text/plain', 'document'],
    ['%!PS-Adobe-3.0 EPSF-3.0\n', 'application/postscript', 'vector'],
    ['%PDF-1.7', 'application/pdf', 'document'],
    ['\0\0\0\x18ftypisom\0\0\0\0isommp42', 'video/mp4', 'video'],
    ['\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'video/quicktime', 'video'],
    ['\0\0\0\x18ftypM4A \0\0\0\0M4A mp42', 'audio/mp4', 'audio'],
    ['\x1aE\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm', 'video/webm', 'video'],
    ['ID3\x04\0', 'audio/mpeg', 'audio'],
    ['\xff\xfb\x90\x64', 'audio/mpeg', 'audio'],
    ['RIFF\0\0\0\0WAVEfmt ', 'audio/wav', 'audio'],
    ['fLaC', 'audio/flac', 'audio'],
    ['OggS\0\x02', 'audio/ogg', 'audio'],
    ['\0\x01\0\0\0\x0f', 'font/ttf', 'font'],
    ['OTTO\0\x0b', 'font/otf', 'font'],
    ['wOFF', 'font/woff', 'font'],
    ['wOF2', 'font/woff2', 'font'],
    ['glTF\x02\0\0\0', 'model/gltf-binary', 'model'],
    [zipEntry('scene.usdc'), 'model/vnd.usdz+zip', 'model'],
    [zipEntry('a.txt', 'hello'), 'application/zip', 'archive'],
    [
      zipEntry('[Content_Types].xml', 'x') + zipEntry('_rels/.rels') + zipEntry('word/document.xml'),
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'document',
    ],
    [
      zipEntry('[Content_Types].xml') + zipEntry('xl/workbook.xml'),
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'document',
    ],
    [
      zipEntry('[Content_Types].xml') + zipEntry('ppt/presentation.xml'),
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
      'document',
    ],
    [
      zipEntry('mimetype', 'application/vnd.oasis.opendocument.text') + zipEntry('content.xml'),
      'application/vnd.oasis.opendocument.text',
      'document',
    ],
    ['<!DOCTYPE html><script>', 'text/html', 'document'],
    ['\n  <HTML><svg>', 'text/html', 'document'],
    ['name;price\nA;1\nB;2\n', 'text/csv', 'document'],
    ['Dear reader,\nhello.', 'text/plain', 'document'],
    ['\xff\xfeH\0i\0', 'text/plain', 'document'],
    ['\0\x01\x02\x03', 'application/octet-stream', 'other'],
    ['', 'application/octet-stream', 'other'],
  ])('%j is %s', (bytes, mediaType, kind) => {
    expect(sniffMediaType(raw(bytes))).toMatchObject({ mediaType, kind });
  });

  it('answers for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => sniffMediaType(bytes).extension.length > 0),
    );
  });
});
