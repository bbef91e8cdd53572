/**
 * Sets the press release and the fact sheet as PDF: `node demo/documents.ts`. HTML with the project's own fonts, printed by
 * a local Chromium (`CHROME_PATH` or /usr/bin/chromium).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { DEMO_PORTAL } from './manifest.ts';

const DEMO = fileURLToPath(new URL('./', import.meta.url));
const FONTS = fileURLToPath(new URL('../node_modules/@fontsource-variable/', import.meta.url));
const { contact } = DEMO_PORTAL;

const font = (family: string, style: string, file: string) =>
  `@font-face{font-family:${family};font-style:${style};font-weight:200 800;src:url(data:font/woff2;base64,${readFileSync(FONTS + file).toString('base64')})}`;

const CSS = `
${font('Newsreader', 'normal', 'newsreader/files/newsreader-latin-opsz-normal.woff2')}
${font('Newsreader', 'italic', 'newsreader/files/newsreader-latin-opsz-italic.woff2')}
${font('Inter', 'normal', 'inter/files/inter-latin-wght-normal.woff2')}
@page{size:A4;margin:0}
*{box-sizing:border-box;margin:0}
body{font:10.6pt/1.55 Newsreader,serif;color:#141b24;-webkit-print-color-adjust:exact}
.page{width:210mm;height:296.8mm;padding:18mm 22mm 16mm 22mm;position:relative;break-after:page;overflow:hidden}
.page:last-child{break-after:auto}
.bleed{margin:-18mm -22mm 10mm -22mm;width:210mm;display:block;object-fit:cover}
header{display:flex;justify-content:space-between;align-items:center;margin-bottom:13mm}
header svg{height:11mm;width:auto;margin-left:-2.6mm}
small,.label,td,th,footer{font:7.6pt/1.5 Inter,sans-serif}
.label{color:#b4571a;font-weight:600;margin-bottom:3mm}
h1{font-weight:380;font-size:29pt;line-height:1.08;letter-spacing:-.012em;margin-bottom:5mm;text-wrap:balance}
h2{font-weight:480;font-size:14pt;line-height:1.2;margin:6mm 0 2mm}
.lead{font-size:13pt;line-height:1.4;margin-bottom:5mm}
p+p{margin-top:2.6mm}
.two{columns:2;column-gap:8mm;hyphens:manual}
figure img{width:100%;display:block}
figcaption{font:7.2pt/1.45 Inter,sans-serif;color:#4f6675;margin-top:1.6mm}
.row{display:grid;gap:6mm;margin:6mm 0}
table{width:100%;border-collapse:collapse;margin-top:2mm}
td,th{text-align:left;vertical-align:top;padding:1.7mm 3mm 1.7mm 0;border-top:.25pt solid #141b2455;font-weight:400}
th{width:38mm;color:#4f6675}
td b{font-weight:600}
footer{position:absolute;left:22mm;right:22mm;bottom:11mm;display:flex;justify-content:space-between;color:#4f6675}
blockquote{font-style:italic;font-size:15pt;line-height:1.35;margin:5mm 0 5mm}
.dark{background:#141b24;color:#f3efe6}.dark footer,.dark th{color:#aab4ba}.dark td,.dark th{border-color:#f3efe644}
`;

// The text fonts have no Han glyphs, so the photographer's name is given in Latin script here.
const picture = async (key: string, width: number) => {
  const bytes = await sharp(join(DEMO, `pictures/nattvik-${key}.jpg`))
    .resize(width)
    .jpeg({ quality: 78 })
    .toBuffer();
  return `data:image/jpeg;base64,${bytes.toString('base64')}`;
};
const drawing = (file: string) =>
  readFileSync(join(DEMO, 'brand', file), 'utf8').replace(/<metadata>.*?<\/metadata>/s, '');
const masthead = (text: string, logo = 'nattvik-logo.svg') =>
  `<header>${drawing(logo)}<small>${text}</small></header>`;
const footer = (text: string, page: number, pages: number) =>
  `<footer><span>${text}</span><span>${page} / ${pages}</span></footer>`;
const contactLine = `${contact.name}, ${contact.role}<br>${contact.phone}<br>${contact.email}`;

async function pressRelease(): Promise<string> {
  return `<div class="page"><img class="bleed" style="height:86mm" src="${await picture('vaka-window', 1700)}">
<p class="label">Press release · Kiruna, 9 November 2026</p>
<h1>A lamp for the months without a sun</h1>
<p class="lead">Nattvik’s winter collection <i>Blue hour</i> begins with Vaka, a table lamp in four colours that can be taken apart with one key.</p>
<div class="two"><p>From early December the sun does not rise over Abisko for six weeks. What remains is the blue hour, twice as long as elsewhere, and it is for this light that the winter collection was drawn. “We light the lamp before it is dark,” says workshop head Elin Heikka. “A lamp that only works at night is half a lamp.”</p>
<p>Vaka is made of three parts: a stoneware column, thrown and glazed in Abisko; a globe of mouth-blown opal glass; and a dome of spun aluminium that rests on the globe without a screw. The light is 2400 kelvin, dimmed at the cord, and falls on the table rather than into the eyes.</p>
<p>The lantern Lykta returns to the first product of the house, the signal lamp that Arvid Niia built for the Ore Line in 1957. It runs for eleven hours on a charge and may stay out in snow and rain.</p>
<p>Both are in the shops from 20 November 2026: Vaka at 3,900 SEK or 349 EUR, Lykta at 1,950 SEK or 175 EUR. Spare parts are kept for twenty-five years.</p></div>
${footer('Free for publication. Please send a copy or a link.', 1, 2)}</div>
<div class="page">${masthead('Press release, page 2')}
<div class="row" style="grid-template-columns:1fr 1fr 1fr">
<figure><img src="${await picture('vaka-ember', 700)}"><figcaption>Vaka, Ember. Yamada Aya / Nattvik</figcaption></figure>
<figure><img src="${await picture('vaka-chalk', 700)}"><figcaption>Vaka, Chalk. Yamada Aya / Nattvik</figcaption></figure>
<figure><img src="${await picture('vaka-night', 700)}"><figcaption>Vaka, Night. Yamada Aya / Nattvik</figcaption></figure></div>
<blockquote>“If it can be mended in Abisko in January, it can be mended anywhere.”</blockquote>
<p>${'Elin Heikka, who has run the workshop since 2014, is the granddaughter of its founder. Forty-six people work with her; the furniture shop in Kiruna joined in 1988.'}</p>
<h2>Pictures and terms</h2><p>All pictures are free for editorial use in connection with Nattvik with the credit line <i>photographer / Nattvik</i>. Some campaign pictures have an end, which the press portal shows beside each of them.</p>
<h2>Contact</h2><p>${contactLine}</p>
<h2>About Nattvik</h2><p>Nattvik makes lamps, stoneware and furniture for long evenings. Founded in 1957 at Abisko in the north of Sweden, the company has workshops in Abisko and Kiruna and showrooms in Kiruna, Copenhagen and Hamburg.</p>
${footer('Nattvik AB, Malmvägen 7, 981 00 Kiruna, Sweden', 2, 2)}</div>`;
}

async function factSheet(): Promise<string> {
  const rows = (entries: [string, string][]) =>
    `<table>${entries.map(([name, value]) => `<tr><th>${name}</th><td>${value}</td></tr>`).join('')}</table>`;
  return `<div class="page dark">${masthead('Fact sheet 2026/27', 'nattvik-logo-reversed.svg')}
<h1 style="font-size:40pt;margin-top:26mm">Lamps, stoneware and furniture for long evenings</h1>
<p class="lead">Made in Abisko and Kiruna since 1957.</p>
<div style="position:absolute;left:22mm;right:22mm;bottom:28mm">${rows([
    ['Founded', '1957 by Arvid Niia, lamp smith, and Elsa Heikka, potter, in a railway store of 1903'],
    ['Owned by', 'the founders’ families and, since 2009, a foundation of the staff'],
    ['People', '46, of them 29 in Abisko and 14 in Kiruna'],
    ['Output 2025', '31,000 lamps · 58,000 pieces of stoneware · 4,200 pieces of furniture'],
    ['Turnover 2025', '118 million SEK, 61 % of it outside Sweden'],
    ['Showrooms', 'Kiruna · Copenhagen · Hamburg (since September 2026)'],
    ['Repair', 'parts for twenty-five years; 2,340 repairs in 2025'],
    ['Press', `${contact.name}, ${contact.phone}, ${contact.email}`],
  ])}</div>${footer('Figures as of 30 September 2026', 1, 3)}</div>
<div class="page">${masthead('Lamps')}
<div class="row" style="grid-template-columns:1.25fr 1fr;align-items:start"><figure><img src="${await picture('vaka-family', 1200)}"><figcaption>Vaka in Night, Chalk and Ember. Yamada Aya / Nattvik</figcaption></figure><figure>${drawing('nattvik-vaka-dimensions.svg').replace('<svg ', '<svg style="width:100%;height:auto" ')}</figure></div>
<h2>Vaka, table lamp, 2026</h2>${rows([
    ['Materials', 'stoneware, opal glass, spun aluminium, brass'],
    ['Size and weight', 'Ø 352 mm, height 426 mm, 3.1 kg'],
    ['Light', '7 W LED, replaceable, 2400 K, Ra 95, dimmed at the cord'],
    ['Colours', 'Night, Chalk, Ember; Lichen in Nattvik showrooms'],
    ['Price', '3,900 SEK · 349 EUR'],
  ])}<h2>Lykta, lantern, 2026</h2>${rows([
    ['Materials', 'steel, clear glass, brass'],
    ['Size and weight', 'Ø 150 mm, height 346 mm with its handle, 1.2 kg'],
    ['Light', '3 W LED, 2200 K, 11 hours on a charge, IP44'],
    ['Price', '1,950 SEK · 175 EUR'],
  ])}${footer('Nattvik fact sheet 2026/27', 2, 3)}</div>
<div class="page">${masthead('Stoneware and furniture')}
<div class="row" style="grid-template-columns:1fr 1fr"><figure><img src="${await picture('torne-trio', 1000)}"><figcaption>Torne vases. Łukasz Wiśniewski / Nattvik</figcaption></figure><figure><img src="${await picture('workshop-shelves', 1000)}"><figcaption>Drying shelves in Abisko. José Ibáñez Núñez / Nattvik</figcaption></figure></div>
<h2>Torne, stoneware, since 1961</h2>${rows([
    [
      'Clay',
      'iron-speckled stoneware from Skåne, fired twice, 1,260 °C; once a year with birch for thirty hours',
    ],
    ['Glazes', 'Snow, Lichen, Fjord, Night, Iron, mixed in Abisko without lead or barium'],
    ['Pieces', '14 forms from the cup (8 cm) to the tall vase (37 cm)'],
    ['Use', 'dishwasher, oven to 220 °C'],
  ])}<h2>Rallar and Stolpe, furniture, 1988 and 1996</h2>${rows([
    ['Wood', 'oak from Småland, oiled, smoked or stained black'],
    ['Rallar', 'stool 45 cm and bench 170 cm; dished seat, turned legs wedged from above'],
    ['Stolpe', 'chair 76 cm; bent back rail, seat of 120 m paper cord, woven in five hours'],
  ])}${footer('Nattvik fact sheet 2026/27', 3, 3)}</div>`;
}

async function print(name: string, title: string, body: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'nattvik-'));
  const page = join(folder, 'page.html');
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><style>${CSS}</style>${body}`;
  writeFileSync(page, html);
  const out = join(DEMO, 'brand', name);
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-pdf-header-footer', '--no-first-run'];
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
  ];
  const chrome = process.env.CHROME_PATH ?? '/usr/bin/chromium';
  execFileSync(
    chrome,
    [...flags, ...quiet, `--user-data-dir=${folder}/profile`, `--print-to-pdf=${out}`, page],
    {
      stdio: 'ignore',
    },
  );
  rmSync(folder, { recursive: true });
}

await print(
  'nattvik-press-release-blue-hour.pdf',
  'A lamp for the months without a sun',
  await pressRelease(),
);
await print('nattvik-fact-sheet.pdf', 'Nattvik fact sheet 2026/27', await factSheet());
