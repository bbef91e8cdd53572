/** The demo's press portal and its guideline page. References are keys of `DEMO_ASSETS` and `DEMO_COLLECTIONS`. */
import type { DemoGuideline, DemoPortal } from './types.ts';

const GUIDELINES: DemoGuideline[] = [
  {
    slug: 'using-the-nattvik-brand',
    title: 'Using the Nattvik brand',
    intro:
      'Everything needed to show Nattvik correctly: the logo, six colours, two typefaces, and how we photograph. Questions are welcome at press@nattvik.example.',
    blocks: [
      { kind: 'heading', text: 'The logo' },
      {
        kind: 'text',
        markdown:
          'The symbol is a dome over a lit globe, the silhouette of every lamp we make. In the wordmark the **A** is the fell and the **V** the bay: the same figure turned over. The two belong together; the symbol alone is for places where the name is already near.',
      },
      {
        kind: 'logo',
        asset: 'logo',
        caption:
          'The logo for light grounds: Night and Ember. SVG for print and screen, PNG for office documents.',
        fields: ['light'],
      },
      {
        kind: 'logo',
        asset: 'logo-reversed',
        caption: 'The reversed logo for dark grounds and calm parts of photographs.',
        fields: ['dark', 'photo'],
      },
      {
        kind: 'logo',
        asset: 'logo-mono',
        caption: 'One colour, for engraving, stamps and newsprint.',
        fields: ['light'],
      },
      { kind: 'heading', text: 'Rules for the logo' },
      {
        kind: 'rules',
        rules: [
          'Keep a clear space of half the dome’s width on every side.',
          'Print the logo no narrower than 24 mm, and show it no narrower than 96 px.',
          'On photographs, place the reversed logo where the picture is calm and darker than Fjord.',
          'Do not recolour, outline, tilt, stretch or animate the logo.',
          'Do not put the logo in a box; choose the version that suits the ground.',
          'Write the name Nattvik with one capital in running text.',
        ],
      },
      { kind: 'heading', text: 'Colour' },
      {
        kind: 'text',
        markdown:
          'Night and Snow carry almost everything. Ember is light: it marks one thing on a page, never two. Birch, Lichen and Fjord come from the materials and stay quiet.',
      },
      {
        kind: 'swatches',
        swatches: [
          { name: 'Night', hex: '#141b24', note: 'CMYK 85 70 50 70 · text and dark grounds' },
          { name: 'Snow', hex: '#f3efe6', note: 'CMYK 4 5 10 0 · light grounds' },
          { name: 'Ember', hex: '#c8661f', note: 'CMYK 15 68 100 4 · one accent a page' },
          { name: 'Birch', hex: '#d2b78e', note: 'CMYK 17 26 47 2 · packaging' },
          { name: 'Lichen', hex: '#8b917b', note: 'CMYK 45 32 52 10 · charts, labels' },
          { name: 'Fjord', hex: '#4f6675', note: 'CMYK 70 47 40 20 · charts, links' },
        ],
      },
      { kind: 'heading', text: 'Type' },
      {
        kind: 'type_specimen',
        family: 'Newsreader',
        sample: 'The lamp is lit before it is dark.',
        note: 'Headlines and long texts. Light and regular, set close; italics for names of things.',
      },
      {
        kind: 'type_specimen',
        family: 'Inter',
        sample: 'Vaka, table lamp, 42 cm, stoneware and opal glass',
        note: 'Captions, tables and labels. Regular and medium, figures in tables aligned.',
      },
      { kind: 'heading', text: 'Photographs' },
      {
        kind: 'image',
        asset: 'torne-trio',
        caption: 'One window, one direction of light, nothing on the table that does not belong there.',
      },
      {
        kind: 'rules',
        rules: [
          'One main light from the side, as a window gives it; shadows stay open but are not filled.',
          'Lamps are shown lit, at an exposure that keeps their globes from burning out.',
          'Crop from the edges inwards and keep the whole object, unless the picture is a detail.',
          'Do not cut products out of their ground, and do not add people, text or objects.',
          'Name the photographer as the credit line states, next to the picture or in the list of sources.',
        ],
      },
      { kind: 'heading', text: 'Words' },
      {
        kind: 'text',
        markdown:
          'Nattvik makes **lamps, stoneware and furniture for long evenings**. We say what a thing is made of, where, by whom, and how to mend it. We do not call things iconic, timeless or luxurious.',
      },
    ],
  },
];

export const DEMO_PORTAL: DemoPortal = {
  slug: 'nattvik',
  name: 'Nattvik',
  tagline: 'Lamps, stoneware and furniture for long evenings. Made in Abisko, Sweden, since 1957.',
  audience: 'press',
  isDefault: true,
  theme: {
    name: 'gallery',
    accent: '#b4571a',
    surface: '#f7f4ee',
    ink: '#141b24',
    scheme: 'light',
    radius: 'none',
  },
  logo: 'logo',
  hero: 'vaka-window',
  contact: {
    name: 'Maja Niia',
    role: 'Head of press',
    email: 'press@nattvik.example',
    phone: '+46 980 319 214',
  },
  presets: ['web', 'print', 'social-square', 'social-wide'],
  allowOriginals: true,
  sections: [
    {
      kind: 'text',
      id: 'welcome',
      title: null,
      markdown:
        'Pictures, texts and marks for editorial use, free of charge with the credit line. For anything that is not here, for samples on loan or a visit to the workshop, write to [press@nattvik.example](mailto:press@nattvik.example) or call Maja Niia at +46 980 319 214, weekdays 8–16 CET.',
    },
    {
      kind: 'collection',
      id: 'blue-hour',
      collection: 'blue-hour',
      title: 'Blue hour: the winter collection 2026',
      layout: 'feature',
      limit: 8,
    },
    {
      kind: 'collection',
      id: 'stoneware-and-oak',
      collection: 'torne',
      title: 'Stoneware and oak',
      layout: 'grid',
      limit: 12,
    },
    {
      kind: 'press_kit',
      id: 'press-kit',
      collection: 'press-kit',
      title: 'Press kit',
      text: 'Logos, the fact sheet, the winter press release, the film and the twelve pictures most often asked for, in one ZIP with credits and terms.',
    },
    { kind: 'guidelines', id: 'guidelines', title: 'Brand guidelines' },
    {
      kind: 'text',
      id: 'about',
      title: 'About Nattvik',
      markdown:
        'Nattvik was founded in 1957 by the lamp smith Arvid Niia and the potter Elsa Heikka in a disused railway store at Abisko, 195 km north of the Arctic Circle, where the sun stays below the horizon from early December to mid-January. Their first product was a signal lantern for the Ore Line; the second was a cup to go with it.\n\nToday 46 people make lamps and stoneware in Abisko and furniture in Kiruna. Every lamp can be taken apart with one tool, and parts are kept for twenty-five years.\n\n**In figures:** founded 1957 · 46 employees · 31,000 lamps and 58,000 pieces of stoneware in 2025 · showrooms in Kiruna, Copenhagen and Hamburg.',
    },
  ],
  guidelines: GUIDELINES,
  imprint:
    'Nattvik AB, Malmvägen 7, 981 00 Kiruna, Sweden. Nattvik is an invented company; this portal is the demonstration of the software that serves it.',
};
