/**
 * Draws the brand's vector files and their PNG exports into `demo/brand/`: `node demo/brand.ts`.
 *
 * The wordmark is drawn on a 60-unit cap height with a 9-unit stem. A and V are the same figure turned over, the fell and
 * the bay; the two Ts share a bar. The symbol is a dome over a lit globe.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

export const PALETTE = {
  night: '#141b24',
  fjord: '#4f6675',
  lichen: '#8b917b',
  birch: '#d2b78e',
  snow: '#f3efe6',
  ember: '#c8661f',
} as const;

const OUT = fileURLToPath(new URL('./brand/', import.meta.url));

const N = 'M0 60V0H9.6L37 43.8V0H46V60H36.6L9 15.9V60Z';
const A = 'M0 60 22.3 0H31.7L54 60H44.4L27 11.9 9.6 60Z';
const TT = 'M0 0H78V8.7H60.5V60H51.5V8.7H26.5V60H17.5V8.7H0Z';
const V = 'M0 0H9.6L27 48.1 44.4 0H54L31.7 60H22.3Z';
const I = 'M0 0H9V60H0Z';
const K = 'M0 0H9V31.6L34.4 0H45.2L22.8 27.4 46.4 60H35.4L16.6 33.9 9 43.2V60H0Z';
const LETTERS: [string, number][] = [
  [N, 0],
  [A, 60],
  [TT, 106],
  [V, 193],
  [I, 260],
  [K, 285],
];

function wordmark(fill: string, x: number, y: number, scale: number): string {
  const letters = LETTERS.map(([d, at]) => `<path transform="translate(${at} 0)" d="${d}"/>`).join('');
  return `<g fill="${fill}" transform="translate(${x} ${y}) scale(${scale})">${letters}</g>`;
}

/** On a 64-unit square: dome above, globe below, a hair of air between them. */
function symbol(dome: string, globe: string, x: number, y: number, scale: number): string {
  return `<g transform="translate(${x} ${y}) scale(${scale})"><path fill="${dome}" d="M4 36A28 28 0 0 1 60 36Z"/><path fill="${globe}" d="M18 40H46A14 14 0 0 1 18 40Z"/></g>`;
}

function svg(
  width: number,
  height: number,
  title: string,
  body: string,
  background: string | null = null,
): string {
  const ground =
    background === null ? '' : `<rect width="${width}" height="${height}" fill="${background}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}"><title>${title}</title>${ground}${body}</svg>\n`;
}

function lockup(ink: string, globe: string, title: string): string {
  return svg(620, 160, title, symbol(ink, globe, 40, 32, 1.6) + wordmark(ink, 184, 46, 1.16));
}

function stacked(ink: string, globe: string, title: string): string {
  return svg(480, 360, title, symbol(ink, globe, 144, 48, 3) + wordmark(ink, 74.3, 252, 1));
}

/** Domes and globes in half-drop repeat; tiles seamlessly. */
function pattern(): string {
  const cell = 160;
  const one = (x: number, y: number) => symbol(PALETTE.fjord, PALETTE.ember, x - 32, y - 30, 1);
  const body = [
    [40, 40],
    [120, 120],
  ]
    .map(([x = 0, y = 0]) => one(x, y))
    .join('');
  const defs = `<defs><pattern id="p" width="${cell}" height="${cell}" patternUnits="userSpaceOnUse">${body}</pattern></defs>`;
  return svg(
    1600,
    1200,
    'Nattvik pattern, domes',
    `${defs}<rect width="1600" height="1200" fill="url(#p)"/>`,
    PALETTE.night,
  );
}

/** Care and material marks on 96-unit cells, 4-unit strokes. */
const ICONS: [string, string][] = [
  ['Thrown by hand', 'M24 34h48M28 34c0 22 6 36 20 36s20-14 20-36M36 80h24M40 48h16M38 58h20'],
  ['Dishwasher safe', 'M20 24h56v52H20zM20 38h56M48 46v8M40 66a8 8 0 1 0 16 0c0-5-8-12-8-12s-8 7-8 12z'],
  ['Outdoors, IP44', 'M48 20c12 15 20 25 20 35a20 20 0 0 1-40 0c0-10 8-20 20-35zM40 58a9 9 0 0 0 9 9'],
  ['Repairable', 'M64 22a16 16 0 0 0-15 21L24 68a6 6 0 0 0 8 8l25-25a16 16 0 0 0 20-20l-9 9-9-2-2-9z'],
  [
    'Warm light, 2400 K',
    'M48 30a18 18 0 1 1-.1 0zM48 14v6M48 76v6M14 48h6M76 48h6M24 24l4 4M68 68l4 4M72 24l-4 4M28 68l-4 4',
  ],
  ['Rechargeable', 'M18 34h52v28H18zM70 42h8v12h-8M46 38 36 50h16L42 60'],
  [
    'Oak from Småland',
    'M48 84V44M48 60 34 48M48 54l13-11M48 16c-9 0-13 7-13 12-8 0-12 6-11 12 1 7 8 9 12 8h24c5 1 12-2 12-9s-5-11-11-11c0-6-5-12-13-12z',
  ],
  ['Made in Abisko', 'M12 72h72L66 40l-8 10c-4 8-16 8-20 0l-8-10zM48 26a5 5 0 1 1-.1 0z'],
];

function icons(): string {
  const cells = ICONS.map(([label, d], i) => {
    const x = (i % 4) * 160 + 32;
    const y = Math.floor(i / 4) * 160 + 32;
    return `<g transform="translate(${x} ${y})"><title>${label}</title><path d="${d}"/></g>`;
  }).join('');
  return svg(
    640,
    320,
    'Nattvik care and material marks',
    `<g fill="none" stroke="${PALETTE.night}" stroke-width="4" stroke-linecap="round" stroke-linejoin="round">${cells}</g>`,
  );
}

/** Vaka, side view, 1 unit is 1 mm; figures are drawn as strokes so that no font is needed. */
function drawing(): string {
  const dome = 'M124 262A176 150 0 0 1 476 262Z';
  const line = `fill="none" stroke="${PALETTE.night}" stroke-width="2" stroke-linejoin="round"`;
  const thin = `fill="none" stroke="${PALETTE.fjord}" stroke-width="1"`;
  const digits: Record<string, string> = {
    '0': 'M2 10V2h8v16H2z',
    '1': 'M4 4l4-2v16',
    '2': 'M2 4l2-2h6v7L2 18h8',
    '3': 'M2 2h8v16H2M4 10h6',
    '4': 'M8 18V2L2 12h10',
    '5': 'M10 2H2v7h8v9H2',
    '6': 'M10 2H2v16h8V9H2',
    '7': 'M2 2h8L5 18',
    '8': 'M2 2h8v16H2zM2 10h8',
    '9': 'M10 18V2H2v8h8',
  };
  const figure = (text: string, x: number, y: number) =>
    [...text]
      .map((c, i) => `<path transform="translate(${x + i * 16} ${y}) scale(1.2)" d="${digits[c] ?? ''}"/>`)
      .join('');
  const dimension = (d: string) => `<path ${thin} d="${d}"/>`;
  return svg(
    640,
    620,
    'Vaka, dimensions in millimetres',
    `<rect width="640" height="620" fill="#fff"/><g transform="translate(20 0)"><path ${line} d="${dome}"/><path ${line} d="M225 262A75 75 0 0 0 374 262"/><path ${line} d="M270 337h60v10h-60zM258 347h84l32 190h-148zM287 112c0-14 26-14 26 0"/>${dimension('M124 285V590M476 285V590M124 580H476M118 586l12-12M470 586l12-12')}${dimension('M300 102H560M380 537H560M550 102V537M544 108l12-12M544 543l12-12')}${dimension('M226 545v22M374 545v22M226 560H374M220 566l12-12M368 566l12-12')}<g fill="none" stroke="${PALETTE.night}" stroke-width="1.6">${figure('352', 278, 590)}${figure('426', 568, 306)}${figure('148', 388, 549)}</g></g>`,
  );
}

const files: Record<string, string> = {
  'nattvik-logo.svg': lockup(PALETTE.night, PALETTE.ember, 'Nattvik'),
  'nattvik-logo-mono.svg': lockup('#000000', '#000000', 'Nattvik, one colour'),
  'nattvik-logo-reversed.svg': lockup(PALETTE.snow, PALETTE.ember, 'Nattvik, on dark'),
  'nattvik-logo-stacked.svg': stacked(PALETTE.night, PALETTE.ember, 'Nattvik, stacked'),
  'nattvik-symbol.svg': svg(256, 256, 'Nattvik symbol', symbol(PALETTE.night, PALETTE.ember, 16, 20, 3.5)),
  'nattvik-wordmark.svg': svg(412, 128, 'Nattvik wordmark', wordmark(PALETTE.night, 40, 34, 1)),
  'nattvik-pattern-domes.svg': pattern(),
  'nattvik-marks.svg': icons(),
  'nattvik-vaka-dimensions.svg': drawing(),
};

/** PNG exports with alpha, by width in pixels. */
const EXPORTS: [string, string, number][] = [
  ['nattvik-logo.svg', 'nattvik-logo.png', 2400],
  ['nattvik-logo-reversed.svg', 'nattvik-logo-reversed.png', 2400],
  ['nattvik-symbol.svg', 'nattvik-symbol.png', 1024],
];

export async function drawBrand(): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(OUT + name, content);
  for (const [from, to, width] of EXPORTS) {
    const source = Buffer.from(files[from] ?? '');
    await sharp(source, { density: 600 })
      .resize(width)
      .png({ compressionLevel: 9, palette: true, quality: 100 })
      .toFile(OUT + to);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await drawBrand();
