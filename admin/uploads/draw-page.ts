/** The first page of a PDF, on white, through pdf.js. Loaded only when somebody brings a PDF. */
import { getDocument } from 'unpdf/pdfjs';
import { openCanvas } from './canvas.ts';
import { POSTER_EDGE } from './poster-way.ts';

/** Null where the document cannot be read, or only with a password. */
export async function drawPage(file: Blob): Promise<HTMLCanvasElement | null> {
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
    const page = await document.getPage(1);
    const { width, height } = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: POSTER_EDGE / Math.max(width, height) });
    const { canvas } = openCanvas({ width: Math.round(viewport.width), height: Math.round(viewport.height) });
    await page.render({ canvas, viewport, background: '#fff' }).promise;
    return canvas;
  } catch (error) {
    console.info('no page of this document can be drawn here', error);
    return null;
  } finally {
    await task.destroy();
  }
}
