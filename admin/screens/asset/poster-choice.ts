/** Draws what is chosen at its full size; null where it cannot be drawn here. */
export type DrawChoice = () => Promise<HTMLCanvasElement | null>;
