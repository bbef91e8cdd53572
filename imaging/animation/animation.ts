/** One moment of an animation. `pixels` is the canvas itself: it changes when the next frame is asked for. */
export interface Frame {
  /** RGBA, straight alpha, canvas width × height. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly durationMs: number;
}

export interface Animation {
  readonly width: number;
  readonly height: number;
  /** How often it plays in all; 0 for ever. */
  readonly plays: number;
  readonly frames: AsyncIterable<Frame> | Iterable<Frame>;
}
