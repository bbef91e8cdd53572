/**
 * Ready-to-paste code that embeds a picture: HTML, Markdown, CSS, BBCode and plain URLs. Every URL is on the published
 * ladder, so none needs a signature, and every text is escaped for where it stands.
 */
import { canonicalTransformation, normalizeTransformation } from './canonical.ts';
import { computeGeometry, drawnSize, withinDrawing } from './geometry.ts';
import { LADDER_MAX_WIDTH, LADDER_WIDTHS, nearestNumber, srcsetWidths } from './ladder.ts';
import { IDENTITY } from './parse.ts';
import { type GeometryIntent, OUTPUT_MEDIA_TYPES, type OutputFormat, type PixelSize } from './types.ts';
import { splitExtension } from './zip/safe-names.ts';

/** Values of `referrerpolicy` that a snippet can carry. */
export type SnippetReferrerPolicy =
  | 'strict-origin-when-cross-origin'
  | 'no-referrer-when-downgrade'
  | 'origin'
  | 'no-referrer';

export interface SnippetInput {
  /** Scheme and host without a trailing slash, `https://media.example.com`. */
  readonly origin: string;
  readonly assetId: string;
  /** For the readable end of the URL; any string. */
  readonly fileName: string;
  /** Upright pixels of the best source. */
  readonly source: PixelSize;
  /** Whether a ground would show through: then nothing is laid behind it, and the format for old browsers keeps it. */
  readonly hasAlpha: boolean;
  /** Most pixels (width × height) that the engine writes in each format. */
  readonly mostPixels: Readonly<Record<OutputFormat, number>>;
  /** Most pixels of the whole drawing that a piece is cut from; null where the source is none. */
  readonly mostDrawn: number | null;
  readonly alt: string;
  /** The line to print beside the picture, or `null`. */
  readonly credit: string | null;
  /** A ladder ratio to crop to, or `null` for the picture's own shape. */
  readonly ratio: { readonly w: number; readonly h: number } | null;
  /** CSS pixels the picture takes at most on the page. */
  readonly displayWidth: number;
  /** `sizes` attribute; `null` means `displayWidth`, or the whole viewport where that is narrower. */
  readonly sizes: string | null;
  readonly referrerPolicy: SnippetReferrerPolicy;
  /** `#rrggbb`, shown until the picture arrives, or `null`. */
  readonly dominantColor: string | null;
  /** Blurred placeholder as `data:image/…;base64,…`, or `null`. */
  readonly placeholderDataUrl: string | null;
  /** Address of the picture as an animated WebP, shown where the visitor's system does not ask for less motion; `null`: a still. */
  readonly motionUrl: string | null;
}

export interface Snippets {
  readonly url: string;
  readonly img: string;
  readonly picture: string;
  readonly markdown: string;
  readonly css: string;
  readonly bbcode: string;
}

const HTML_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (found) => HTML_ESCAPES[found] ?? found);

/** One line without control characters. */
const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();

/** Escapes everything that Markdown (CommonMark) could read as markup. */
const escapeMarkdown = (text: string): string => oneLine(text).replace(/[\\`*_{}[\]()<>#+!|"~&-]/g, '\\$&');

/** BBCode has no escape: brackets become parentheses, quotes apostrophes. */
const escapeBbcode = (text: string): string =>
  oneLine(text).replaceAll('[', '(').replaceAll(']', ')').replaceAll('"', "'");

/** Readable, URL-safe end of a rendition's address: letters, digits and hyphens, never empty. */
export function urlFileName(fileName: string, extension: string): string {
  const stem = splitExtension(fileName)
    .stem.normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '');
  return `${stem === '' ? 'picture' : stem}.${extension}`;
}

/** Longest edge of the preset `motion`, which needs no signature. */
const PRESET_EDGE = 800;

/** Where anybody finds the picture moving, in its own shape. */
export function motionPresetUrl({
  origin,
  assetId,
  fileName,
}: Pick<SnippetInput, 'origin' | 'assetId' | 'fileName'>): string {
  return `${origin}/i/${encodeURIComponent(assetId)}/motion/${urlFileName(fileName, 'webp')}`;
}

/**
 * What a signature has to open for the animation to look like the still beside it; `null` where the preset `motion` does. An animation
 * costs as many renditions as it has frames, so that no other is free.
 */
export function motionToSign({
  source,
  ratio,
  displayWidth,
}: Pick<SnippetInput, 'source' | 'ratio' | 'displayWidth'>): string | null {
  const width = Math.min(displayWidth, source.width);
  if (ratio === null && width <= PRESET_EDGE) return null;
  return canonicalTransformation({ ...IDENTITY, anim: true, w: width, ar: ratio });
}

/** Writes every kind of snippet. Deterministic. */
export function buildSnippets(input: SnippetInput): Snippets {
  const { source, ratio } = input;
  /** What every browser shows. */
  const common: OutputFormat = input.hasAlpha ? 'png' : 'jpeg';
  const extensionOf = (f: OutputFormat | 'auto'): string => {
    const written = f === 'auto' ? common : f;
    return written === 'jpeg' ? 'jpg' : written;
  };
  const address = (w: number, f: OutputFormat | 'auto'): string => {
    const spelled = canonicalTransformation({ ...IDENTITY, w, ar: ratio, f });
    return `${input.origin}/i/${encodeURIComponent(input.assetId)}/${spelled}/${urlFileName(input.fileName, extensionOf(f))}`;
  };
  const most = input.mostPixels;
  const { mostDrawn } = input;
  const intentOf = (w: number): GeometryIntent => ({
    ...normalizeTransformation({ ...IDENTITY, w, ar: ratio }),
    focus: { x: 0.5, y: 0.5 },
    focusFrame: 'kept',
    maxEdge: null,
    maxArea: most.webp,
  });
  /** A piece of a drawing is refused where the whole would be too large, at any size of the piece. */
  const isTaken = (w: number): boolean => {
    if (mostDrawn === null) return true;
    const geometry = computeGeometry(source, { ...intentOf(w), up: true }, 'none', 0);
    const { width, height } = drawnSize(source, geometry, 0);
    return width * height <= mostDrawn;
  };
  const sizeAt = (w: number): PixelSize => {
    const intent = intentOf(w);
    const within = mostDrawn === null ? intent : withinDrawing(source, intent, 'none', 0, mostDrawn);
    return computeGeometry(source, within, 'none', 0).resize;
  };

  // The widest picture that needs no enlarging (a crop can be narrower than its source), nor more pixels than can be written.
  const widest = sizeAt(LADDER_MAX_WIDTH).width;
  const shown = Math.min(input.displayWidth, widest);
  const isStep = LADDER_WIDTHS.some((width) => width === shown);
  const widths = [...new Set([...srcsetWidths(widest), ...(isStep ? [shown] : [])])]
    .filter(isTaken)
    .sort((a, b) => a - b);
  // A drawing like a thread has no piece of this shape that could be had at any step.
  if (widths.length === 0 && ratio !== null) return buildSnippets({ ...input, ratio: null });
  const widthsOf = (f: OutputFormat): number[] =>
    widths.filter((w) => {
      const { width, height } = sizeAt(w);
      return width * height <= most[f];
    });
  /** For those who know no `srcset`: sharp at the size shown. */
  const plain = widths.find((width) => width >= shown) ?? widths.at(-1) ?? shown;
  const size = sizeAt(shown);
  const srcset = (f: OutputFormat | 'auto', of = widths): string =>
    of.map((w) => `${address(w, f)} ${w}w`).join(', ');
  const sizes = input.sizes ?? `(min-width: ${shown}px) ${shown}px, 100vw`;

  const styles: string[] = [];
  // Behind transparency they would stay in sight when the picture is there.
  const behind = input.hasAlpha ? null : input;
  const color = /^#[0-9a-f]{6}$/i.test(behind?.dominantColor ?? '') ? input.dominantColor : null;
  const blurred = /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/.test(
    behind?.placeholderDataUrl ?? '',
  )
    ? input.placeholderDataUrl
    : null;
  if (color !== null || blurred !== null) {
    const layers = [blurred === null ? '' : `center / cover no-repeat url(${blurred})`, color ?? ''];
    styles.push(`background: ${layers.filter((layer) => layer !== '').join(' ')}`);
  }
  const attributes = (f: OutputFormat | 'auto'): string[] => [
    `src="${escapeHtml(address(plain, f))}"`,
    `srcset="${escapeHtml(srcset(f))}"`,
    `sizes="${escapeHtml(oneLine(sizes))}"`,
    `width="${size.width}" height="${size.height}"`,
    `alt="${escapeHtml(oneLine(input.alt))}"`,
    `loading="lazy" decoding="async" referrerpolicy="${input.referrerPolicy}"`,
    ...(styles.length === 0 ? [] : [`style="${escapeHtml(styles.join('; '))}"`]),
  ];
  const tag = (f: OutputFormat | 'auto', indent: string): string =>
    `${indent}<img\n${attributes(f)
      .map((attribute) => `${indent}  ${attribute}`)
      .join('\n')}\n${indent}>`;
  /** With the widths that can be written: a browser takes the widest there is where it wanted a wider one. */
  const sourceTag = (f: OutputFormat): string[] => {
    const of = widthsOf(f);
    if (of.length === 0) return [];
    return [
      [
        '    <source',
        `      type="${OUTPUT_MEDIA_TYPES[f]}"`,
        `      srcset="${escapeHtml(srcset(f, of))}"`,
        `      sizes="${escapeHtml(oneLine(sizes))}"`,
        '    >',
      ].join('\n'),
    ];
  };
  const motion = input.motionUrl;
  /** Browsers take the first source that fits: none of another format comes before what moves. */
  const motionSource =
    motion === null
      ? []
      : [
          [
            '    <source',
            '      media="(prefers-reduced-motion: no-preference)"',
            `      type="${OUTPUT_MEDIA_TYPES.webp}"`,
            `      srcset="${escapeHtml(motion)}"`,
            '    >',
          ].join('\n'),
        ];
  const figure = (body: string): string => {
    const caption =
      input.credit === null ? '' : `\n  <figcaption>${escapeHtml(oneLine(input.credit))}</figcaption>`;
    return `<figure>\n${body}${caption}\n</figure>`;
  };

  const linked = (picture: string, link: (picture: string) => string): string =>
    motion === null ? picture : link(picture);
  const url = address(plain, 'auto');
  const credit = input.credit === null ? null : oneLine(input.credit);
  const steps = [1, 2].map((dpr) => ({
    dpr,
    w: nearestNumber(Math.min(shown * dpr, widths.at(-1) ?? shown), widths),
  }));
  return {
    url: motion ?? url,
    img: figure(
      motion === null
        ? tag('auto', '  ')
        : ['  <picture>', ...motionSource, tag('auto', '    '), '  </picture>'].join('\n'),
    ),
    picture: figure(
      [
        '  <picture>',
        ...motionSource,
        ...sourceTag('avif'),
        ...sourceTag('webp'),
        tag(common, '    '),
        '  </picture>',
      ].join('\n'),
    ),
    // Markdown and BBCode cannot ask what a visitor's system allows: what stands still leads to what moves.
    markdown: [
      linked(
        `![${escapeMarkdown(input.alt)}](${url}${credit === null ? '' : ` "${escapeMarkdown(credit)}"`})`,
        (picture) => `[${picture}](${motion})`,
      ),
      ...(credit === null ? [] : [`*${escapeMarkdown(credit)}*`]),
    ].join('\n'),
    css: [
      ...(credit === null ? [] : [`/* ${credit.replace(/[<>]/g, '').replaceAll('*/', '* /')} */`]),
      ...(color === null ? [] : [`background-color: ${color};`]),
      `background-image: url("${url}");`,
      'background-image: image-set(',
      ...steps.map(
        ({ dpr, w }, index) =>
          `  url("${address(w, 'auto')}") ${dpr}x${index === steps.length - 1 ? '' : ','}`,
      ),
      ');',
      ...(motion === null
        ? []
        : ['@media (prefers-reduced-motion: no-preference) {', `  background-image: url("${motion}");`, '}']),
    ].join('\n'),
    bbcode: [
      linked(
        `[img alt="${escapeBbcode(input.alt)}" width="${size.width}" height="${size.height}"]${url}[/img]`,
        (picture) => `[url=${motion}]${picture}[/url]`,
      ),
      ...(credit === null ? [] : [`[i]${escapeBbcode(credit)}[/i]`]),
    ].join('\n'),
  };
}
