/** The photographs of the demo brand, in four series. Captions say who, what, where and when. */
import { USAGE_TERMS } from './terms.ts';
import type { DemoAsset, LicenseKey } from './types.ts';

export const COPYRIGHT_NOTICE = '© 2026 Nattvik AB';
export const WEB_STATEMENT = 'https://press.nattvik.example/terms';

export const PLACES = {
  abisko: { city: 'Abisko', country: 'Sweden', countryCode: 'SE' },
  kiruna: { city: 'Kiruna', country: 'Sweden', countryCode: 'SE' },
  hamburg: { city: 'Hamburg', country: 'Germany', countryCode: 'DE' },
  copenhagen: { city: 'Copenhagen', country: 'Denmark', countryCode: 'DK' },
} as const;

const CREATORS = {
  zoe: 'Zoë Brännström',
  lukasz: 'Łukasz Wiśniewski',
  jose: 'José Ibáñez Núñez',
  aya: '山田 彩',
  siri: 'Siri Áilu Eira',
  asdis: 'Ásdís Þórarinsdóttir',
  olena: 'Олена Коваль',
} as const;

interface Entry
  extends Pick<DemoAsset, 'title' | 'headline' | 'caption' | 'altText' | 'keywords'>,
    Partial<Pick<DemoAsset, 'sku' | 'focalPoint' | 'status' | 'embargoLiftsAfter' | 'releases' | 'gps'>> {
  by: keyof typeof CREATORS;
  at: keyof typeof PLACES;
  /** Local date and time. */
  on: string;
  licenses: LicenseKey[];
}

/** One photograph under its first licence's terms; `entry` overrides anything. */
export function photograph(key: string, entry: Entry): DemoAsset {
  const { by, at, on, licenses, ...rest } = entry;
  const creator = CREATORS[by];
  const first = licenses[0];
  return {
    key,
    file: `pictures/nattvik-${key}.jpg`,
    poster: null,
    kind: 'image',
    creator,
    creditLine: `${creator} / Nattvik`,
    copyrightNotice: COPYRIGHT_NOTICE,
    usageTerms: first === undefined ? USAGE_TERMS.press : USAGE_TERMS[first],
    webStatement: WEB_STATEMENT,
    ...PLACES[at],
    dateCreated: on,
    sku: null,
    focalPoint: null,
    status: 'approved',
    licenses,
    isUnrestricted: false,
    embargoLiftsAfter: null,
    releases: [],
    gps: null,
    ...rest,
  };
}

const DAY = 86_400_000;

export const LAMP_PHOTOGRAPHS: DemoAsset[] = [
  photograph('vaka-window', {
    title: 'Vaka by the window, Abisko',
    headline: 'A lamp for the blue hour: Vaka in Night at the Abisko workshop',
    caption:
      'The table lamp Vaka in Night on the window bench of the Nattvik workshop in Abisko, with Lapporten across frozen Torneträsk, at 15:20 on 6 November 2026. The vase and bowl are from the Torne series.',
    altText:
      'Dark dome lamp glowing on an oak bench beside a speckled vase and a bowl; behind the window a frozen lake and a U-shaped valley between two snowy mountains at dusk',
    keywords: ['Vaka', 'lamp', 'table lamp', 'blue hour', 'Lapporten', 'Abisko', 'winter', 'hero'],
    by: 'siri',
    at: 'abisko',
    on: '2026-11-06T15:20:00',
    licenses: ['press'],
    sku: 'VK-041-N',
    focalPoint: { x: 0.74, y: 0.5 },
    gps: { latitude: 68.3538, longitude: 18.8306 },
  }),
  photograph('vaka-chalk', {
    title: 'Vaka, Chalk',
    headline: 'Vaka table lamp in Chalk',
    caption:
      'Vaka table lamp in Chalk: stoneware column, opal glass globe, spun aluminium dome, brass finial. Height 42 cm. Studio photograph, Kiruna, August 2026.',
    altText: 'Table lamp with an off-white dome over a glowing globe on a ribbed, speckled stoneware column',
    keywords: ['Vaka', 'lamp', 'table lamp', 'chalk', 'product', 'studio'],
    by: 'aya',
    at: 'kiruna',
    on: '2026-08-18T10:05:00',
    licenses: ['press', 'partner'],
    sku: 'VK-041-C',
    focalPoint: { x: 0.5, y: 0.5 },
  }),
  photograph('vaka-ember', {
    title: 'Vaka, Ember',
    headline: 'Vaka table lamp in Ember',
    caption:
      'Vaka table lamp in Ember, the colour of the 1957 signal lanterns. Height 42 cm. Studio photograph, Kiruna, August 2026.',
    altText: 'Table lamp with a rust-orange dome and column, its globe lit, on warm grey paper',
    keywords: ['Vaka', 'lamp', 'table lamp', 'ember', 'orange', 'product', 'studio'],
    by: 'aya',
    at: 'kiruna',
    on: '2026-08-18T11:40:00',
    licenses: ['press', 'partner'],
    sku: 'VK-041-E',
    focalPoint: { x: 0.5, y: 0.5 },
  }),
  photograph('vaka-night', {
    title: 'Vaka, Night',
    headline: 'Vaka table lamp in Night',
    caption: 'Vaka table lamp in Night. Height 42 cm. Studio photograph, Kiruna, August 2026.',
    altText: 'Table lamp with a blue-black dome and column, its globe lit, on blue-grey paper',
    keywords: ['Vaka', 'lamp', 'table lamp', 'night', 'blue', 'product', 'studio'],
    by: 'aya',
    at: 'kiruna',
    on: '2026-08-18T13:15:00',
    licenses: ['press', 'partner'],
    sku: 'VK-041-N',
    focalPoint: { x: 0.5, y: 0.5 },
  }),
  photograph('vaka-lichen', {
    title: 'Vaka, Lichen',
    headline: 'Vaka table lamp in Lichen',
    caption:
      'Vaka table lamp in Lichen, made for Nattvik’s own showrooms. Height 42 cm. Studio photograph, Kiruna, August 2026.',
    altText: 'Table lamp with a grey-green dome and column, its globe lit',
    keywords: ['Vaka', 'lamp', 'table lamp', 'lichen', 'green', 'product', 'studio'],
    by: 'aya',
    at: 'kiruna',
    on: '2026-08-18T14:30:00',
    licenses: ['partner'],
    sku: 'VK-041-L',
    focalPoint: { x: 0.5, y: 0.5 },
  }),
  photograph('vaka-family', {
    title: 'Vaka in three colours',
    headline: 'Night, Chalk, Ember: the Vaka family',
    caption:
      'The three colours of the Vaka table lamp, from left: Night, Chalk and Ember. Studio photograph, Kiruna, August 2026.',
    altText: 'Three dome lamps in blue-black, off-white and rust orange standing side by side, all lit',
    keywords: ['Vaka', 'lamp', 'family', 'colours', 'product', 'studio'],
    by: 'aya',
    at: 'kiruna',
    on: '2026-08-19T09:30:00',
    licenses: ['press', 'partner'],
    sku: 'VK-041',
  }),
  photograph('vaka-macro', {
    title: 'Vaka, collar and globe',
    headline: 'Brass collar, opal globe, spun dome',
    caption:
      'Where the three materials of the Vaka lamp meet: stoneware, brass and opal glass. Studio photograph, Kiruna, August 2026.',
    altText: 'Close view from below of an orange dome, a glowing globe and a brass ring on a ribbed column',
    keywords: ['Vaka', 'lamp', 'detail', 'brass', 'opal glass', 'macro'],
    by: 'aya',
    at: 'kiruna',
    on: '2026-08-19T14:10:00',
    licenses: ['press'],
    sku: 'VK-041-E',
    focalPoint: { x: 0.55, y: 0.55 },
  }),
  photograph('vaka-bedside', {
    title: 'Vaka at the bedside',
    headline: 'Read a little longer: Vaka in Chalk',
    caption:
      'Vaka in Chalk on an oak shelf in the guest room above the Abisko workshop, October 2026. The cup is from the Torne series.',
    altText:
      'Lit dome lamp on a narrow oak shelf beside three books and a small cup, against a blue-grey wall',
    keywords: ['Vaka', 'lamp', 'bedroom', 'books', 'interior', 'autumn campaign'],
    by: 'zoe',
    at: 'abisko',
    on: '2026-10-02T20:45:00',
    licenses: ['autumn'],
    sku: 'VK-041-C',
    focalPoint: { x: 0.4, y: 0.45 },
  }),
  photograph('lykta-studio', {
    title: 'Lykta lantern',
    headline: 'Lykta, the railway lantern redrawn',
    caption:
      'Lykta, a rechargeable lantern for outdoors after the signal lamps of the Ore Line. Height 35 cm with its handle up. Studio photograph, Kiruna, September 2026.',
    altText: 'Dark lantern with brass posts and handle, a flame-shaped lamp glowing inside clear glass',
    keywords: ['Lykta', 'lantern', 'outdoor', 'brass', 'product', 'studio'],
    by: 'aya',
    at: 'kiruna',
    on: '2026-09-08T10:20:00',
    licenses: ['press'],
    sku: 'LY-035-N',
    focalPoint: { x: 0.5, y: 0.6 },
  }),
  photograph('lykta-steps', {
    title: 'Lykta on the workshop steps',
    headline: 'Three lanterns and the first snow',
    caption:
      'Lykta lanterns on the steps of the Nattvik workshop in Abisko after the first snow, 24 October 2026, 17:05.',
    altText: 'Three lit lanterns on snow-covered steps in front of a dark timber wall at dusk',
    keywords: ['Lykta', 'lantern', 'snow', 'steps', 'dusk', 'Abisko', 'autumn campaign'],
    by: 'siri',
    at: 'abisko',
    on: '2026-10-24T17:05:00',
    licenses: ['autumn'],
    sku: 'LY-035-N',
    gps: { latitude: 68.3497, longitude: 18.8214 },
  }),
  photograph('skymning-trio', {
    title: 'Skymning pendant, three colours',
    headline: 'New: Skymning, a pendant for long tables',
    caption:
      'The new pendant Skymning in Night, Ember and Chalk. Diameter 42 cm, cable 3 m. Studio photograph, Kiruna, October 2026.',
    altText:
      'Three bell-shaped pendant lamps in dark blue, orange and off-white hanging at different heights',
    keywords: ['Skymning', 'pendant', 'lamp', 'launch', 'product', 'studio'],
    by: 'aya',
    at: 'kiruna',
    on: '2026-10-12T10:00:00',
    licenses: ['press'],
    embargoLiftsAfter: 7 * DAY,
    sku: 'SK-042',
  }),
  photograph('skymning-under', {
    title: 'Skymning, from below',
    headline: 'Light where the plates are',
    caption:
      'The Skymning pendant from below: an opal globe in a warm white lining. Studio photograph, Kiruna, October 2026.',
    altText: 'Dark pendant lamp seen from slightly below, its inside bright around a round globe',
    keywords: ['Skymning', 'pendant', 'lamp', 'launch', 'detail'],
    by: 'aya',
    at: 'kiruna',
    on: '2026-10-12T15:30:00',
    licenses: ['press'],
    embargoLiftsAfter: 7 * DAY,
    sku: 'SK-042-N',
  }),
];

export const STONEWARE_PHOTOGRAPHS: DemoAsset[] = [
  photograph('torne-trio', {
    title: 'Torne vases, morning sun',
    headline: 'Snow, Lichen, Iron: three Torne vases in low sun',
    caption:
      'Three vases of the Torne series, from left: Moon in Snow, Tall in Lichen and Bottle in Iron. Abisko, 3 September 2026, shortly after sunrise.',
    altText:
      'Speckled white round vase, pale green tall vase and rust-brown bottle on an oak table, window light on the wall',
    keywords: ['Torne', 'stoneware', 'vase', 'window light', 'glaze'],
    by: 'lukasz',
    at: 'abisko',
    on: '2026-09-03T06:12:00',
    licenses: ['press'],
    sku: 'TO-100',
  }),
  photograph('torne-night', {
    title: 'Torne bottle, Night',
    headline: 'Torne bottle in Night',
    caption:
      'Bottle vase of the Torne series in Night, height 31 cm, thrown and glazed by hand. Studio photograph, Kiruna, May 2026.',
    altText: 'Dark blue glossy bottle vase with throwing rings and a bare clay foot',
    keywords: ['Torne', 'stoneware', 'bottle', 'night', 'blue', 'product', 'studio'],
    by: 'aya',
    at: 'kiruna',
    on: '2026-05-20T10:30:00',
    licenses: ['press', 'partner'],
    sku: 'TO-131-N',
  }),
  photograph('torne-snow', {
    title: 'Torne round vase, Snow',
    headline: 'Torne round vase in Snow',
    caption:
      'Round vase of the Torne series in Snow, height 24 cm; the dark specks are iron in the clay. Studio photograph, Kiruna, May 2026.',
    altText: 'Round speckled off-white vase with a narrow neck and a bare clay foot',
    keywords: ['Torne', 'stoneware', 'vase', 'snow', 'white', 'product', 'studio'],
    by: 'aya',
    at: 'kiruna',
    on: '2026-05-20T11:50:00',
    licenses: ['press', 'partner'],
    sku: 'TO-124-S',
  }),
  photograph('torne-lichen', {
    title: 'Torne tall vase, Lichen',
    headline: 'Torne tall vase in Lichen',
    caption: 'Tall vase of the Torne series in Lichen, height 37 cm. Studio photograph, Kiruna, May 2026.',
    altText: 'Tall grey-green vase with a gently narrowing neck',
    keywords: ['Torne', 'stoneware', 'vase', 'lichen', 'green', 'product', 'studio'],
    by: 'aya',
    at: 'kiruna',
    on: '2026-05-20T13:20:00',
    licenses: ['press', 'partner'],
    sku: 'TO-137-L',
  }),
  photograph('torne-branch', {
    title: 'Moon vase with birch',
    headline: 'Two birch twigs and a cup',
    caption:
      'Moon vase in Night with birch twigs and a cup in Snow, guest room of the Abisko workshop, April 2026. From the spring campaign.',
    altText: 'Round dark blue vase with two bare birch twigs and a small speckled cup on a dark table',
    keywords: ['Torne', 'stoneware', 'vase', 'birch', 'still life', 'spring campaign'],
    by: 'zoe',
    at: 'abisko',
    on: '2026-04-11T09:40:00',
    licenses: ['spring'],
    sku: 'TO-132-N',
  }),
  photograph('torne-stack', {
    title: 'Torne tableware, stacked',
    headline: 'Plates and bowls that stack',
    caption:
      'Plates, side plates and bowls of the Torne series in Snow, Lichen, Fjord, Iron and Night. Abisko, September 2026.',
    altText: 'Stack of plates and bowls in white, blue, brown and green glazes beside a cup on linen',
    keywords: ['Torne', 'stoneware', 'plate', 'bowl', 'tableware', 'stack'],
    by: 'lukasz',
    at: 'abisko',
    on: '2026-09-04T10:15:00',
    licenses: ['press'],
    sku: 'TO-200',
  }),
  photograph('torne-table', {
    title: 'A table for four, from above',
    headline: 'Laid for four: Torne on smoked oak',
    caption:
      'Torne tableware in Snow, Lichen, Fjord, Night and Iron, laid for four in the canteen of the Abisko workshop, 5 September 2026.',
    altText:
      'Table from above with four places laid in white, blue and green stoneware around a brown dish, window shadows across',
    keywords: ['Torne', 'stoneware', 'table', 'tableware', 'from above', 'plates'],
    by: 'lukasz',
    at: 'abisko',
    on: '2026-09-05T08:50:00',
    licenses: ['press'],
    sku: 'TO-200',
  }),
  photograph('torne-cups', {
    title: 'Cups in five glazes',
    headline: 'One cup, five glazes',
    caption:
      'Cups and beakers of the Torne series, from left: Lichen, Fjord, Night, Iron and Snow. Abisko, September 2026.',
    altText: 'Small cups in green, blue, black, brown and speckled white glazes on an oak table',
    keywords: ['Torne', 'stoneware', 'cup', 'beaker', 'glaze'],
    by: 'lukasz',
    at: 'abisko',
    on: '2026-09-05T16:30:00',
    licenses: ['online'],
    sku: 'TO-210',
  }),
  photograph('torne-iron', {
    title: 'Torne moon vase, Iron',
    headline: 'Torne moon vase in Iron',
    caption:
      'Moon vase of the Torne series in Iron, height 32 cm; the glaze breaks to rust where it runs thin. Studio photograph, Kiruna, May 2026.',
    altText: 'Large round vase with a glossy rust-brown glaze and fine throwing rings',
    keywords: ['Torne', 'stoneware', 'vase', 'iron', 'brown', 'product', 'studio'],
    by: 'aya',
    at: 'kiruna',
    on: '2026-05-20T14:45:00',
    licenses: ['press', 'partner'],
    sku: 'TO-132-I',
  }),
  photograph('torne-fjord', {
    title: 'Torne jar, Fjord',
    headline: 'Torne jar in Fjord',
    caption: 'Jar of the Torne series in Fjord, height 23 cm. Studio photograph, Kiruna, May 2026.',
    altText: 'Straight-sided jar in a grey-blue glaze with a bare clay foot',
    keywords: ['Torne', 'stoneware', 'jar', 'fjord', 'blue', 'product', 'studio'],
    by: 'aya',
    at: 'kiruna',
    on: '2026-05-20T15:30:00',
    licenses: ['partner'],
    sku: 'TO-123-F',
  }),
  photograph('workshop-shelves', {
    title: 'Drying shelves',
    headline: 'A week of throwing, two days before the kiln',
    caption:
      'Greenware and first-fired pots on the drying shelves of the Nattvik workshop in Abisko, 17 June 2026.',
    altText: 'Shelves of unglazed clay vases, bowls and beakers in warm side light',
    keywords: ['workshop', 'craft', 'clay', 'shelves', 'Abisko', 'pottery'],
    by: 'jose',
    at: 'abisko',
    on: '2026-06-17T19:25:00',
    licenses: ['press'],
    releases: [{ kind: 'PR-UPR', name: 'Nattvik workshop, Abisko', required: true, state: 'signed' }],
  }),
  photograph('workshop-detail', {
    title: 'Greenware, close',
    headline: 'Bone dry: vases waiting for the first firing',
    caption: 'Tall vases before the first firing, Nattvik workshop, Abisko, 17 June 2026.',
    altText: 'Pale unglazed vases in a row on a wooden shelf, the nearest one sharp',
    keywords: ['workshop', 'craft', 'clay', 'detail', 'Abisko', 'pottery'],
    by: 'jose',
    at: 'abisko',
    on: '2026-06-17T19:40:00',
    licenses: ['press'],
  }),
  photograph('kiln', {
    title: 'The wood kiln',
    headline: 'Thirty hours with birch: the kiln in Abisko',
    caption:
      'The wood kiln of the Nattvik workshop during the midsummer firing, Abisko, 19 June 2026, hour 22 of 30.',
    altText: 'Brick arch of a kiln glowing orange inside, with vases and beakers on a shelf',
    keywords: ['workshop', 'kiln', 'fire', 'craft', 'Abisko', 'pottery'],
    by: 'jose',
    at: 'abisko',
    on: '2026-06-19T23:10:00',
    licenses: ['press'],
  }),
  photograph('plinths', {
    title: 'Torne at the Hamburg showroom',
    headline: 'Seven forms on seven plinths',
    caption:
      'The Torne series on painted plinths at the Nattvik showroom in Hamburg, opening week, 12 September 2026. Scenography: Atelier Brandt & Yıldız.',
    altText: 'Vases, a jar and a bowl in several glazes on beige plinths of different heights',
    keywords: ['Torne', 'showroom', 'Hamburg', 'exhibition', 'plinth', 'stoneware'],
    by: 'olena',
    at: 'hamburg',
    on: '2026-09-12T11:00:00',
    licenses: ['germany'],
    sku: 'TO-100',
    releases: [{ kind: 'PR-UPR', name: 'Atelier Brandt & Yıldız', required: true, state: 'signed' }],
  }),
];
