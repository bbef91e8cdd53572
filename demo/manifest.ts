/**
 * The demo brand, seeded at first start: Nattvik, an invented maker of lamps, stoneware and furniture in Abisko, Sweden.
 *
 * Data only: no I/O, no clock. Instants are offsets from the moment of seeding. References between the parts are keys; the
 * seeder maps them to ids. Every embedded caption and credit in the files under `demo/` is written from here (`embed.ts`).
 */
import { BRAND_ASSETS } from './brand-assets.ts';
import { FURNITURE_PHOTOGRAPHS, PLACE_PHOTOGRAPHS, ROOM_PHOTOGRAPHS } from './interiors.ts';
import { LAMP_PHOTOGRAPHS, STONEWARE_PHOTOGRAPHS } from './photographs.ts';
import { DAY_MS } from './terms.ts';
import type { DemoAsset, DemoCollection, DemoShareLink, DemoUploadRequest } from './types.ts';

export { DEMO_PORTAL } from './portal.ts';
export { DEMO_LICENSES } from './terms.ts';

export const DEMO_ORGANISATION = {
  name: 'Nattvik',
  legalName: 'Nattvik AB',
  city: 'Kiruna',
  country: 'Sweden',
  timeZone: 'Europe/Stockholm',
  pressEmail: 'press@nattvik.example',
} as const;

/** In upload order: the last ones are the newest in the library. */
export const DEMO_ASSETS: DemoAsset[] = [
  ...BRAND_ASSETS,
  ...PLACE_PHOTOGRAPHS,
  ...FURNITURE_PHOTOGRAPHS,
  ...ROOM_PHOTOGRAPHS,
  ...STONEWARE_PHOTOGRAPHS,
  ...LAMP_PHOTOGRAPHS,
];

export const DEMO_COLLECTIONS: DemoCollection[] = [
  {
    key: 'blue-hour',
    slug: 'blue-hour',
    title: 'Blue hour',
    description:
      'The winter collection 2026: the table lamp Vaka in its colours, the lantern Lykta, and a new pendant. Photographed in Abisko and Kiruna between August and November 2026.',
    cover: 'vaka-window',
    assets: [
      'vaka-window',
      'vaka-family',
      'lykta-steps',
      'evening',
      'vaka-ember',
      'vaka-chalk',
      'vaka-night',
      'lapporten',
      'vaka-bedside',
      'vaka-macro',
      'workshop-dusk',
      'lykta-studio',
      'skymning-trio',
      'dining',
      'skymning-under',
      'vaka-lichen',
      'film-blue-hour',
      'vaka-dimensions',
    ],
  },
  {
    key: 'torne',
    slug: 'stoneware-and-oak',
    title: 'Stoneware and oak',
    description:
      'Torne vases and tableware, thrown and glazed by hand in Abisko; Rallar and Stolpe, turned and woven in Kiruna; the workshops and the showroom they are seen in.',
    cover: 'torne-trio',
    assets: [
      'torne-trio',
      'stolpe-window',
      'torne-table',
      'workshop-shelves',
      'torne-stack',
      'bench-hall',
      'kiln',
      'torne-night',
      'torne-snow',
      'torne-lichen',
      'torne-iron',
      'torne-fjord',
      'plinths',
      'showroom',
      'torne-cups',
      'rallar-family',
      'rallar-oak',
      'stolpe-oak',
      'stolpe-black',
      'stair',
      'workshop-detail',
      'torne-branch',
      'drifts',
      'lake-dawn',
    ],
  },
  {
    key: 'press-kit',
    slug: 'press-kit',
    title: 'Press kit',
    description: 'What most articles need: marks, facts, the film and the pictures most often asked for.',
    cover: 'vaka-family',
    assets: [
      'logo',
      'logo-reversed',
      'logo-png',
      'press-release',
      'fact-sheet',
      'vaka-window',
      'vaka-family',
      'torne-trio',
      'rallar-family',
      'workshop-shelves',
      'workshop-dusk',
      'lapporten',
      'film-blue-hour',
      'sound-logo',
    ],
  },
];

export const DEMO_SHARE_LINKS: DemoShareLink[] = [
  {
    key: 'autumn-agency',
    name: 'Autumn campaign for Halvorsen & Ruiz',
    message:
      'Hej Inés, these are the pictures for the November newsletters, in web sizes. The autumn licence ends before this link does, so please schedule early. Ask me for anything else. Maja',
    vanity: 'autumn-2026',
    source: { collection: 'blue-hour' },
    endsAfter: 21 * DAY_MS,
    timeZone: 'Europe/Stockholm',
    permission: 'download_renditions',
    presets: ['web', 'email', 'social-square'],
    channel: 'web',
    audience: 'agency',
    password: null,
    termsText: null,
    maxDownloads: null,
  },
  {
    key: 'print-originals',
    name: 'Originals for the winter catalogue',
    message:
      'Originals for the catalogue, including the logos. The password comes by telephone. Please name the photographers in the list of sources.',
    vanity: null,
    source: {
      assets: [
        'logo',
        'logo-reversed',
        'vaka-chalk',
        'vaka-ember',
        'vaka-night',
        'vaka-family',
        'torne-trio',
        'torne-table',
      ],
    },
    endsAfter: 10 * DAY_MS,
    timeZone: 'Europe/Berlin',
    permission: 'download_originals',
    presets: [],
    channel: 'print',
    audience: 'agency',
    password: 'polar-night-57',
    termsText: null,
    maxDownloads: 25,
  },
];

export const DEMO_UPLOAD_REQUEST: DemoUploadRequest = {
  key: 'copenhagen-window',
  title: 'Copenhagen shop window, December',
  brief:
    'Ten to fifteen photographs of the December window at Store Strandstræde, between 15:00 and 16:30 while the lamps are lit and the sky is still blue.\n\n- At least 4000 px on the long edge, JPEG or TIFF, Adobe RGB or sRGB\n- One wide view with the street, three of the window, details as you find them\n- No recognisable faces; if there are any, add the signed release as PDF',
  deadlineAfter: 16 * DAY_MS,
  timeZone: 'Europe/Copenhagen',
  invite: [{ name: 'Søren Kjærgaard', email: 'soren@kjaergaard-foto.example', locale: 'en' }],
  kinds: ['image', 'document'],
  maxFileBytes: 200 * 1024 ** 2,
  maxTotalBytes: 4 * 1024 ** 3,
  maxFiles: 40,
  consentText:
    'I made these photographs or may act for the person who did. Nattvik AB may use them worldwide for two years for editorial and retail purposes, naming me as the credit line states.',
  requiredFields: ['creditLine', 'caption'],
  askReleases: true,
};
