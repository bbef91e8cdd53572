/** The part of jsfeat that finds faces. The package has no types of its own. */
declare module 'jsfeat' {
  interface Matrix {
    readonly data: Uint8Array;
  }
  interface Finding {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly confidence: number;
  }
  interface Cascade {
    readonly width: number;
    readonly height: number;
  }
  const jsfeat: {
    readonly U8_t: number;
    readonly C1_t: number;
    readonly matrix_t: new (columns: number, rows: number, type: number) => Matrix;
    readonly bbf: {
      /** Set by `jsfeat/cascades/bbf_face.js`. */
      readonly face_cascade: Cascade;
      prepare_cascade(cascade: Cascade): void;
      build_pyramid(gray: Matrix, minWidth: number, minHeight: number, interval: number): object;
      detect(pyramid: object, cascade: Cascade): Finding[];
      group_rectangles(found: Finding[], minNeighbors: number): Finding[];
    };
  };
  export default jsfeat;
}
declare module 'jsfeat/cascades/bbf_face.js';
