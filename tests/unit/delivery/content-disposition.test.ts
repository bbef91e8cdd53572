import { spawnSync } from 'node:child_process';
import { ContentDisposition } from '@mjackson/headers';
import { parse } from 'content-disposition';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDisposition } from '../../../shared/delivery/content-disposition.ts';
import {
  MAX_NAME_BYTES,
  safeFileName,
  splitExtension,
  uniqueSafeNames,
} from '../../../shared/delivery/zip/safe-names.ts';
import { canRun, findProgram } from '../../harness/programs.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';

const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.constantFrom(...HOSTILE_NAMES),
);

function expectSafe(name: string): void {
  expect(name).not.toBe('');
  expect(name.isWellFormed()).toBe(true);
  expect(name.normalize('NFC')).toBe(name);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(MAX_NAME_BYTES + 1);
  expect(name).not.toMatch(/[\p{Cc}<>:"/\\|?*\u202a-\u202e\u2066-\u2069\ufeff]/u);
  expect(name).not.toMatch(/^[.\s-]|[.\s]$/u);
  expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
}

describe('safeFileName', () => {
  it.each([
    ['Zoë Łukaszewicz.jpg', 'Zoë Łukaszewicz.jpg'],
    ['AC/DC.jpg', 'AC_DC.jpg'],
    ['../../etc/passwd', 'etc_passwd'],
    ['..\\..\\windows\\win.ini', 'windows_win.ini'],
    ['C:\\autoexec.bat', 'C__autoexec.bat'],
    ['.htaccess', 'htaccess'],
    ['-rf', '_rf'],
    ['CON.txt', '_CON.txt'],
    ['aux.tar.gz', '_aux.tar.gz'],
    ['console.txt', 'console.txt'],
    ['e\u0301.jpg', 'é.jpg'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a\r\nb.jpg', 'a b.jpg'],
    ['trailing. . .', 'trailing'],
    ['', 'file'],
    ['..', 'file'],
    ['👩‍👩‍👧.jpg', '👩‍👩‍👧.jpg'],
    ['नमस्ते.jpg', 'नमस्ते.jpg'],
  ])('makes %j %j', (given, expected) => {
    expect(safeFileName(given)).toBe(expected);
  });

  it('is safe for any string, and idempotent', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const safe = safeFileName(name);
        expectSafe(safe);
        expect(safeFileName(safe)).toBe(safe);
      }),
      { numRuns: 5000 },
    );
    for (const name of HOSTILE_NAMES) expectSafe(safeFileName(name));
  });

  it('takes no shortcut that changes a name', () => {
    const plain = fc.string({
      unit: fc.constantFrom(...'aB7 ._()-'),
      minLength: 1,
      maxLength: 230,
    });
    fc.assert(
      fc.property(fc.oneof(plain, fc.constantFrom('con', 'con.a', 'a.con', 'com1.x')), (name) => {
        // The invisible character is dropped, but rules out the shortcut.
        expect(safeFileName(name)).toBe(safeFileName(`${name}\u200b`));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps the extension when it cuts', () => {
    const cut = safeFileName(`${'日'.repeat(150)}.jpeg`);
    expect(splitExtension(cut).extension).toBe('.jpeg');
    expect(cut.startsWith('日日')).toBe(true);
  });
});

describe('uniqueSafeNames', () => {
  it('keeps apart what a case-insensitive or composing disk would merge', () => {
    expect(uniqueSafeNames(['a.jpg', 'A.JPG', 'a.jpg', 'a (2).jpg', 'é.png', 'e\u0301.png'])).toEqual([
      'a.jpg',
      'A (2).JPG',
      'a (3).jpg',
      'a (2) (2).jpg',
      'é.png',
      'é (2).png',
    ]);
    expect(uniqueSafeNames(['credits.txt'], ['credits.txt'])).toEqual(['credits (2).txt']);
  });

  it('gives safe, distinct names, one for one', () => {
    const many = fc.array(fc.oneof(anyName, fc.constantFrom('a', 'A', 'x'.repeat(300), 'x'.repeat(301))), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(many, (names) => {
        const unique = uniqueSafeNames(names);
        expect(unique).toHaveLength(names.length);
        expect(new Set(unique.map((name) => name.normalize('NFKC').toLowerCase())).size).toBe(unique.length);
        unique.forEach(expectSafe);
      }),
      { numRuns: 500 },
    );
  });

  it('names 20,000 files that are all called the same', () => {
    const unique = uniqueSafeNames(Array.from({ length: 20_000 }, () => 'IMG_0001.JPG'));
    expect(new Set(unique).size).toBe(20_000);
    expect(unique[19_999]).toBe('IMG_0001 (20000).JPG');
  });
});

const headers = HOSTILE_NAMES.map((name) => contentDisposition('attachment', name));
const plainNames = headers.map((header) => /filename="([^"]*)"/.exec(header)?.[1]);
const expectedNames = HOSTILE_NAMES.map((name) => safeFileName(name));

/** What a parser in another language read, one name per header. */
function readWith(program: string, args: readonly string[], given = headers): string[] {
  const result = spawnSync(program, args, {
    input: JSON.stringify(given),
    encoding: 'utf8',
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    maxBuffer: 1 << 26,
  });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout) as string[];
}

const PYTHON_EMAIL = `
import json, sys
from email.message import Message
names = []
for header in json.load(sys.stdin):
    message = Message()
    message['Content-Disposition'] = header
    names.append(message.get_filename())
print(json.dumps(names))
`;
const PYTHON_WERKZEUG = `
import json, sys
from werkzeug.http import parse_options_header
print(json.dumps([parse_options_header(header)[1].get('filename') for header in json.load(sys.stdin)]))
`;
const PERL_LWP = `
use JSON::PP; use HTTP::Response; local $/; binmode(STDOUT);
print encode_json([map { my $r = HTTP::Response->new(200); $r->header('Content-Disposition' => $_); $r->filename } @{decode_json(<STDIN>)}]);
`;

describe('contentDisposition', () => {
  it.each([
    ['photo.jpg', 'attachment; filename="photo.jpg"'],
    ['Zoë.jpg', `attachment; filename="Zoe.jpg"; filename*=UTF-8''Zo%C3%AB.jpg`],
    ['日本.jpg', `attachment; filename="file.jpg"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.jpg`],
    ['100%.jpg', `attachment; filename="100_.jpg"; filename*=UTF-8''100%25.jpg`],
    ['a"; filename="evil.exe', 'attachment; filename="a_; filename=_evil.exe"'],
  ])('writes %j as %s', (name, header) => {
    expect(contentDisposition('attachment', name)).toBe(header);
  });

  it('is one line of visible ASCII for any name', () => {
    fc.assert(
      fc.property(anyName, fc.constantFrom('attachment' as const, 'inline' as const), (name, type) => {
        const header = contentDisposition(type, name);
        expect(header).toMatch(/^(attachment|inline); filename="[ !#-[\]-~]+"(; filename\*=UTF-8''[!-~]+)?$/);
        expect(() => new Headers({ 'content-disposition': header })).not.toThrow();
      }),
      { numRuns: 5000 },
    );
  });

  it('has 500 hostile names to prove it with', () => {
    expect(HOSTILE_NAMES).toHaveLength(500);
  });

  it('is read alike by the content-disposition package', () => {
    expect(headers.map((header) => parse(header).parameters.filename)).toEqual(expectedNames);
    expect(headers.every((header) => parse(header).type === 'attachment')).toBe(true);
  });

  it('is read alike by the headers package', () => {
    expect(headers.map((header) => new ContentDisposition(header).preferredFilename)).toEqual(expectedNames);
  });

  it.skipIf(findProgram('python3') === null)("is read alike by Python's email.message", () => {
    // It prefers the plain parameter, as mail does; alone, the extended one must give the whole name.
    expect(readWith('python3', ['-c', PYTHON_EMAIL])).toEqual(plainNames);
    const alone = headers.map((header) => header.replace(/filename="[^"]*"; (?=filename\*)/, ''));
    expect(readWith('python3', ['-c', PYTHON_EMAIL], alone)).toEqual(expectedNames);
  });

  it.skipIf(!canRun('python3', ['-c', 'import werkzeug'], 'the Python package werkzeug'))(
    'is read alike by werkzeug',
    () => {
      expect(readWith('python3', ['-c', PYTHON_WERKZEUG])).toEqual(expectedNames);
    },
  );

  it.skipIf(!canRun('perl', ['-MHTTP::Response', '-e1'], 'the Perl module HTTP::Response'))(
    'gives the ASCII name to a client that knows no filename*',
    () => {
      expect(readWith('perl', ['-e', PERL_LWP])).toEqual(plainNames);
    },
  );
});
