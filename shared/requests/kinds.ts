/**
 * What a file's name, or the type its sender states, says about its kind. Only its bytes decide; this is for saying so before
 * they are sent, and so answers nothing where a name can stand for several kinds.
 */
import type { AssetKind } from '../contract/assets.ts';

/** `ai`, `ogg`, `ts`, `bin` and `svgz` are missing: what is in files of these names is of one kind or of another. */
const EXTENSIONS: Readonly<Partial<Record<AssetKind, string>>> = {
  image: 'jpg jpeg jpe png gif webp avif heic heif jxl jp2 tif tiff bmp ico psd psb',
  vector: 'svg eps',
  video: 'mp4 m4v mov qt webm mkv avi mpg mpeg ogv',
  audio: 'mp3 aac wav aif aiff flac m4a oga opus',
  document: 'pdf rtf doc docx xls xlsx ppt pptx odt ods odp idml indd epub html htm xml csv txt',
  font: 'ttf otf ttc woff woff2',
  model: 'glb gltf usdz',
  archive: 'zip gz 7z rar tar',
};
/** Kinds whose files have a family of media types to themselves. Drawings are images to a browser. */
const FAMILIES: Readonly<Partial<Record<AssetKind, string>>> = {
  image: 'image/*',
  video: 'video/*',
  audio: 'audio/*',
};
/** Names of which `EXTENSIONS` says nothing, for a browser's choice of files. */
const MORE: Readonly<Partial<Record<AssetKind, string>>> = { vector: 'ai svgz' };

const KINDS = new Map(
  Object.entries(EXTENSIONS).flatMap(([kind, list]) =>
    list.split(' ').map((extension): [string, AssetKind] => [extension, kind as AssetKind]),
  ),
);

/** The kind that a name stands for; null where it says nothing, or not one thing. */
export function kindOfName(fileName: string): AssetKind | null {
  const extension = /\.([a-z0-9]{1,5})$/i.exec(fileName.trim())?.[1];
  return extension === undefined ? null : (KINDS.get(extension.toLowerCase()) ?? null);
}

/** Whether a file of this name is of a kind that is not taken. An empty list takes all. */
export function isOtherKind(fileName: string, kinds: readonly AssetKind[]): boolean {
  const kind = kindOfName(fileName);
  return kinds.length > 0 && kind !== null && !kinds.includes(kind);
}

/** The `accept` of a field for files of these kinds; null where it would have to leave out what is taken. */
export function acceptOf(kinds: readonly AssetKind[]): string | null {
  if (kinds.length === 0 || kinds.includes('other')) return null;
  return kinds
    .flatMap((kind) => [
      ...(FAMILIES[kind] === undefined ? [] : [FAMILIES[kind]]),
      ...`${EXTENSIONS[kind] ?? ''} ${MORE[kind] ?? ''}`
        .split(' ')
        .filter(Boolean)
        .map((extension) => `.${extension}`),
    ])
    .join(',');
}
