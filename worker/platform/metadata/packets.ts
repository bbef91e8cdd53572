/** Packets as found. `exif` starts at its TIFF byte order mark. */
export interface Packets {
  xmp: Uint8Array | null;
  iim: Uint8Array | null;
  exif: Uint8Array | null;
}
