/**
 * Uploads of this request that were cut off in this browser. Those whose file the browser still has go on by themselves, or at a
 * press where it wants to be asked; of the others this names the file to choose again. tus takes up where each stopped.
 */
import {
  arrivedShare,
  type CutOffUpload,
  cutOffUploads,
  giveUp,
  isOfFile,
} from '../../../browser/uploads/cut-off-uploads.ts';
import { INTL_LOCALES, type Locale, t } from '../../../shared/messages/index.ts';

const LISTED_MAX = 20;

export interface CutOffActions {
  /** Nothing of these files is wanted any more. */
  readonly onForget: () => void;
}

export function showCutOff(endpoint: string, language: Locale, { onForget }: CutOffActions) {
  let waiting: CutOffUpload[] = [];
  /** Names of files that need a press of the button, by id. */
  let asking = new Map<string, string>();
  let go: (() => void) | null = null;
  const panel = document.querySelector<HTMLElement>('[data-cut-off]');
  const part = (name: string) => document.querySelector<HTMLElement>(`[data-cut-off-${name}]`);

  const shares = new Map<string, number>();
  const render = (): void => {
    if (panel === null) return;
    const isAsking = (upload: CutOffUpload): boolean => [...asking.keys()].some((id) => isOfFile(upload, id));
    const unbegun = [...asking].filter(([id]) => !waiting.some((upload) => isOfFile(upload, id)));
    const count = waiting.length + unbegun.length;
    const toChoose = waiting.filter((upload) => !isAsking(upload)).length;
    panel.hidden = count === 0;
    const write = (name: string, text: string) => {
      const element = part(name);
      if (element) element.textContent = text;
    };
    write('title', t(language, 'upload.cut_off', { count }));
    write(
      'text',
      [
        ...(asking.size > 0 ? [t(language, 'upload.cut_off.ask', { count: asking.size })] : []),
        ...(toChoose > 0 ? [t(language, 'upload.cut_off.text', { count: toChoose })] : []),
      ].join(' '),
    );
    write('forget', t(language, 'upload.cut_off.forget', { count }));
    write('go', t(language, 'upload.cut_off.go', { count: asking.size }));
    const button = part('go');
    if (button) button.hidden = asking.size === 0;
    const percent = new Intl.NumberFormat(INTL_LOCALES[language], { style: 'percent' });
    const lines = [
      ...waiting.map(({ key, fileName }) => ({ name: fileName, share: shares.get(key) ?? 0 })),
      ...unbegun.map(([, name]) => ({ name, share: 0 })),
    ];
    part('list')?.replaceChildren(
      ...lines.slice(0, LISTED_MAX).map(({ name, share }) => {
        const line = document.createElement('li');
        line.textContent = t(language, 'upload.cut_off.file', { name, share: percent.format(share) });
        return line;
      }),
    );
  };

  part('go')?.addEventListener('click', () => go?.());
  part('forget')?.addEventListener('click', () => {
    for (const upload of waiting) giveUp(upload);
    waiting = [];
    asking = new Map();
    render();
    onForget();
  });
  return {
    /**
     * Looks what was cut off.
     * @param goingOn ids of files that go on by themselves: a look at how far they got would stop them
     * @param wanted files that go on when the button is pressed
     */
    async show(
      goingOn: readonly string[],
      wanted: readonly { readonly id: string; readonly name: string }[],
      onGo: () => void,
    ): Promise<void> {
      asking = new Map(wanted.map(({ id, name }) => [id, name]));
      go = onGo;
      const left = cutOffUploads(endpoint).filter((upload) => !goingOn.some((id) => isOfFile(upload, id)));
      const arrived = await Promise.all(left.map((upload) => arrivedShare(upload, false)));
      waiting = left.filter((_, index) => arrived[index] !== null);
      for (const [index, { key }] of left.entries()) shares.set(key, arrived[index] ?? 0);
      render();
    },
    /** This file is on its way again. */
    resumed(id: string): void {
      asking.delete(id);
      waiting = waiting.filter((upload) => !isOfFile(upload, id));
      render();
    },
  };
}
