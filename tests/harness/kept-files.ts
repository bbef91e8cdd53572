/** What a browser keeps of files that are on their way, and a picker that hands out handles. */
import type { Page } from 'playwright-core';

/** Files that are kept until they have arrived. */
export function keptFiles(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const opened = indexedDB.open('vitrine-hand-in');
    await new Promise((resolve) => {
      opened.onsuccess = resolve;
    });
    const all = opened.result.transaction('files').objectStore('files').count();
    await new Promise((resolve) => {
      all.onsuccess = resolve;
    });
    return all.result;
  });
}

/**
 * From the next load on, the picker gives a handle of `name` in the page's own file system, which a browser opens without asking;
 * here it wants to be asked once for each page, at a press.
 */
export async function pickOwnFile(page: Page, name: string): Promise<void> {
  await page.addInitScript((file) => {
    const asked = { isGranted: false };
    const handles = FileSystemHandle.prototype as unknown as Record<string, () => Promise<string>>;
    handles.queryPermission = async () => (asked.isGranted ? 'granted' : 'prompt');
    handles.requestPermission = async () => {
      asked.isGranted = navigator.userActivation.isActive;
      return asked.isGranted ? 'granted' : 'denied';
    };
    const picker = async () => {
      const root = await navigator.storage.getDirectory();
      return [await root.getFileHandle(file)];
    };
    Object.assign(globalThis, { showOpenFilePicker: picker });
  }, name);
}
