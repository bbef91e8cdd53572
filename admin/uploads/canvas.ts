/** A canvas in sRGB and the context to draw on it. */
export function openCanvas(size: { readonly width: number; readonly height: number }) {
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d', { colorSpace: 'srgb' });
  if (context === null) throw new Error('this browser has no memory left for a canvas');
  return { canvas, context };
}
