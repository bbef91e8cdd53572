/** Logos, drawings, documents, film and sound of the demo brand. */
import { COPYRIGHT_NOTICE, PLACES, WEB_STATEMENT } from './photographs.ts';
import { USAGE_TERMS } from './terms.ts';
import type { DemoAsset } from './types.ts';

type Entry = Pick<
  DemoAsset,
  'key' | 'file' | 'kind' | 'title' | 'headline' | 'caption' | 'altText' | 'keywords'
> &
  Partial<DemoAsset>;

function brandAsset(entry: Entry): DemoAsset {
  const isMark = entry.kind === 'vector' || entry.file.endsWith('.png');
  return {
    creator: 'Nattvik Studio',
    creditLine: 'Nattvik',
    copyrightNotice: COPYRIGHT_NOTICE,
    usageTerms: isMark ? USAGE_TERMS.unrestricted : USAGE_TERMS.press,
    webStatement: WEB_STATEMENT,
    ...PLACES.kiruna,
    dateCreated: '2026-02-02T09:00:00',
    sku: null,
    focalPoint: null,
    status: 'approved',
    licenses: isMark ? [] : ['press'],
    isUnrestricted: isMark,
    embargoLiftsAfter: null,
    releases: [],
    gps: null,
    ...entry,
  };
}

const LOGO = ['logo', 'brand', 'Nattvik'];

export const BRAND_ASSETS: DemoAsset[] = [
  brandAsset({
    key: 'logo',
    file: 'brand/nattvik-logo.svg',
    kind: 'vector',
    title: 'Nattvik logo',
    headline: 'The Nattvik logo, for light grounds',
    caption: 'Nattvik logo in Night and Ember for light grounds. SVG, for print and screen.',
    altText: 'Nattvik logo: a dark half-disc above a small orange one, and the word Nattvik in capitals',
    keywords: [...LOGO, 'SVG'],
  }),
  brandAsset({
    key: 'logo-reversed',
    file: 'brand/nattvik-logo-reversed.svg',
    kind: 'vector',
    title: 'Nattvik logo, reversed',
    headline: 'The Nattvik logo, for dark grounds',
    caption: 'Nattvik logo in Snow and Ember for dark grounds and photographs. SVG, transparent.',
    altText: 'Nattvik logo in off-white with an orange globe, for dark grounds',
    keywords: [...LOGO, 'reversed', 'SVG'],
  }),
  brandAsset({
    key: 'logo-mono',
    file: 'brand/nattvik-logo-mono.svg',
    kind: 'vector',
    title: 'Nattvik logo, one colour',
    headline: 'The Nattvik logo in one colour',
    caption: 'Nattvik logo in black for engraving, stamps and newsprint. SVG, transparent.',
    altText: 'Nattvik logo in black',
    keywords: [...LOGO, 'mono', 'black', 'SVG'],
  }),
  brandAsset({
    key: 'logo-stacked',
    file: 'brand/nattvik-logo-stacked.svg',
    kind: 'vector',
    title: 'Nattvik logo, stacked',
    headline: 'The Nattvik logo for square and tall formats',
    caption: 'Nattvik logo with the symbol above the wordmark, for square and tall formats. SVG.',
    altText: 'Nattvik symbol above the word Nattvik',
    keywords: [...LOGO, 'stacked', 'SVG'],
  }),
  brandAsset({
    key: 'symbol',
    file: 'brand/nattvik-symbol.svg',
    kind: 'vector',
    title: 'Nattvik symbol',
    headline: 'Dome and globe: the Nattvik symbol',
    caption:
      'The Nattvik symbol, a dome over a lit globe. For avatars and stamps where the name is near. SVG.',
    altText: 'Dark half-disc above a smaller orange half-disc',
    keywords: [...LOGO, 'symbol', 'SVG'],
  }),
  brandAsset({
    key: 'wordmark',
    file: 'brand/nattvik-wordmark.svg',
    kind: 'vector',
    title: 'Nattvik wordmark',
    headline: 'The Nattvik wordmark',
    caption: 'The Nattvik wordmark without the symbol. The A is the fell, the V the bay. SVG.',
    altText: 'The word Nattvik in wide capitals, the A without its bar',
    keywords: [...LOGO, 'wordmark', 'SVG'],
  }),
  brandAsset({
    key: 'logo-png',
    file: 'brand/nattvik-logo.png',
    kind: 'image',
    title: 'Nattvik logo, PNG',
    headline: 'The Nattvik logo as PNG',
    caption: 'Nattvik logo for light grounds, 2400 px wide, transparent PNG for office documents.',
    altText: 'Nattvik logo: a dark half-disc above a small orange one, and the word Nattvik in capitals',
    keywords: [...LOGO, 'PNG'],
  }),
  brandAsset({
    key: 'logo-reversed-png',
    file: 'brand/nattvik-logo-reversed.png',
    kind: 'image',
    title: 'Nattvik logo, reversed, PNG',
    headline: 'The Nattvik logo for dark grounds as PNG',
    caption: 'Nattvik logo for dark grounds, 2400 px wide, transparent PNG for office documents.',
    altText: 'Nattvik logo in off-white with an orange globe',
    keywords: [...LOGO, 'reversed', 'PNG'],
  }),
  brandAsset({
    key: 'symbol-png',
    file: 'brand/nattvik-symbol.png',
    kind: 'image',
    title: 'Nattvik symbol, PNG',
    headline: 'The Nattvik symbol as PNG',
    caption: 'The Nattvik symbol, 1024 px square, transparent PNG.',
    altText: 'Dark half-disc above a smaller orange half-disc',
    keywords: [...LOGO, 'symbol', 'PNG'],
  }),
  brandAsset({
    key: 'pattern-domes',
    file: 'brand/nattvik-pattern-domes.svg',
    kind: 'vector',
    title: 'Pattern: domes',
    headline: 'The dome pattern for wrapping and walls',
    caption: 'Half-drop pattern of domes and globes on Night. Tiles without a seam. SVG.',
    altText: 'Rows of small blue-grey domes with orange globes on a dark ground',
    keywords: ['pattern', 'brand', 'packaging', 'SVG'],
  }),
  brandAsset({
    key: 'marks',
    file: 'brand/nattvik-marks.svg',
    kind: 'vector',
    title: 'Care and material marks',
    headline: 'Eight marks for care, material and origin',
    caption:
      'Eight line marks used on labels: thrown by hand, dishwasher safe, outdoors IP44, repairable, warm light 2400 K, rechargeable, oak from Småland, made in Abisko.',
    altText:
      'Eight line icons in two rows: bowl, dishwasher, drop, spanner, lamp, battery, tree and mountain',
    keywords: ['icons', 'marks', 'brand', 'care', 'SVG'],
  }),
  brandAsset({
    key: 'vaka-dimensions',
    file: 'brand/nattvik-vaka-dimensions.svg',
    kind: 'vector',
    title: 'Vaka, dimensions',
    headline: 'Vaka table lamp, measured drawing',
    caption:
      'Side view of the Vaka table lamp with its dimensions in millimetres: 352 wide, 426 high, foot 148.',
    altText: 'Line drawing of the Vaka lamp with width 352, height 426 and foot 148 millimetres',
    keywords: ['Vaka', 'lamp', 'drawing', 'dimensions', 'SVG'],
    sku: 'VK-041',
  }),
  brandAsset({
    key: 'press-release',
    file: 'brand/nattvik-press-release-blue-hour.pdf',
    kind: 'document',
    title: 'Press release: A lamp for the months without a sun',
    headline: 'Blue hour, the winter collection 2026',
    caption:
      'Press release of 9 November 2026 on the winter collection Blue hour: the table lamp Vaka and the lantern Lykta. Two pages, English.',
    altText: 'First page of the press release with a lit lamp before a dusk landscape',
    keywords: ['press release', 'Vaka', 'Lykta', 'winter collection', 'PDF'],
    dateCreated: '2026-11-09T08:00:00',
  }),
  brandAsset({
    key: 'fact-sheet',
    file: 'brand/nattvik-fact-sheet.pdf',
    kind: 'document',
    title: 'Fact sheet 2026/27',
    headline: 'Nattvik in figures, lamps, stoneware and furniture',
    caption:
      'Fact sheet 2026/27: the company in figures, and materials, sizes and prices of Vaka, Lykta, Torne, Rallar and Stolpe. Three pages, English.',
    altText: 'Dark title page of the fact sheet with the Nattvik logo and a table of figures',
    keywords: ['fact sheet', 'figures', 'company', 'PDF'],
    dateCreated: '2026-10-01T08:00:00',
  }),
  brandAsset({
    key: 'film-blue-hour',
    file: 'brand/nattvik-blue-hour.mp4',
    kind: 'video',
    title: 'Film: Blue hour, 8 seconds',
    headline: 'The lamp is lit before it is dark',
    caption:
      'Dusk over Lapporten in eight seconds while Vaka in Night comes on; with the sound logo. 960 × 540, 25 frames a second, H.264.',
    altText: 'A lamp on a window bench comes on while the sky over snowy mountains turns from dusk to night',
    keywords: ['film', 'video', 'Vaka', 'blue hour', 'Lapporten', 'Abisko'],
    creator: 'Siri Áilu Eira',
    creditLine: 'Siri Áilu Eira / Nattvik',
    ...PLACES.abisko,
    dateCreated: '2026-11-06T15:30:00',
  }),
  brandAsset({
    key: 'film-poster',
    file: 'pictures/nattvik-film-poster.jpg',
    kind: 'image',
    title: 'Still from the film Blue hour',
    headline: 'The moment the lamp comes on',
    caption: 'Still from the film Blue hour: Vaka in Night on the window bench in Abisko, 6 November 2026.',
    altText: 'Lit dark lamp beside a vase and a bowl before a window with snowy mountains in the last light',
    keywords: ['film', 'still', 'Vaka', 'blue hour', 'Abisko'],
    creator: 'Siri Áilu Eira',
    creditLine: 'Siri Áilu Eira / Nattvik',
    ...PLACES.abisko,
    dateCreated: '2026-11-06T15:30:00',
  }),
  brandAsset({
    key: 'sound-logo',
    file: 'brand/nattvik-sound-logo.m4a',
    kind: 'audio',
    title: 'Sound logo: three bowls',
    headline: 'Three bowls, struck once each',
    caption:
      'The Nattvik sound logo: three bowls of the Torne series, D, A and E, over the hum of a winter room. 5 seconds, AAC.',
    altText: 'Three rising bell-like tones that ring out over a low hum',
    keywords: ['sound', 'audio', 'sound logo', 'brand'],
    creator: 'Ásdís Þórarinsdóttir',
    creditLine: 'Ásdís Þórarinsdóttir / Nattvik',
    dateCreated: '2026-02-10T11:00:00',
  }),
];
