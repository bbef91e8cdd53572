/** Pages of a PDF, on white, through pdf.js. Loaded only when somebody brings a PDF. */
import { getDocument } from 'unpdf/pdfjs';
import { openCanvas } from './canvas.ts';
import { POSTER_EDGE } from './poster-way.ts';

/** An open document. `close` lets its memory go. */
export interface Pages {
  readonly count: number;
  /** @param number one-based @param edge longest edge of the canvas in pixels */
  draw(number: number, edge: number): Promise<HTMLCanvasElement>;
  close(): Promise<void>;
}

/** @throws where the document cannot be read, or only with a password */
export async function openPages(file: Blob): Promise<Pages> {
  const task = getDocument({
    data: new Uint8Array(await file.arrayBuffer()),
    // Glyphs as paths: the console's policy lets no document bring fonts, and nothing is fetched.
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    stopAtErrors: false,
  });
  try {
    const document = await task.promise;
    return {
      count: document.numPages,
      async draw(number, edge) {
        const page = await document.getPage(number);
        const { width, height } = page.getViewport({ scale: 1 });
        const viewport = page.getViewport({ scale: edge / Math.max(width, height) });
        const { canvas } = openCanvas({
          width: Math.round(viewport.width),
          height: Math.round(viewport.height),
        });
        await page.render({ canvas, viewport, background: '#fff' }).promise;
        return canvas;
      },
      close: () => task.destroy(),
    };
  } catch (error) {
    await task.destroy();
    throw error;
  }
}

/** The first page; null where the document cannot be read, or only with a password. */
export async function drawPage(file: Blob): Promise<HTMLCanvasElement | null> {
  let pages: Pages | null = null;
  try {
    pages = await openPages(file);
    return await pages.draw(1, POSTER_EDGE);
  } catch (error) {
    console.info('no page of this document can be drawn here', error);
    return null;
  } finally {
    await pages?.close();
  }
}
