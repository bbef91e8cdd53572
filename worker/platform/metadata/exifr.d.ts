/** The ES module build, named in full because Node would otherwise take the package's UMD build and bundlers this one. */
declare module 'exifr/dist/full.esm.mjs' {
  export { parse } from 'exifr';
}
