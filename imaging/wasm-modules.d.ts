/** Wrangler's default rules: `.wasm` imports are compiled modules; `.woff2` is configured as data (`wrangler.toml`). */
declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
/** Emscripten glue; typed where it is used. */
declare module 'libheif-js/libheif-wasm/libheif.js' {
  const factory: unknown;
  export default factory;
}
declare module '*.woff2' {
  const bytes: ArrayBuffer;
  export default bytes;
}
