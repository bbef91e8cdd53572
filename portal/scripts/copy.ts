/** Copy buttons: `data-copy` is what goes to the clipboard, `data-copied` what the button says for a moment afterwards. */

const SAID_MS = 1800;

export function startCopyButtons(): void {
  if (navigator.clipboard === undefined) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', () => void copyFrom(button));
  }
}

async function copyFrom(button: HTMLButtonElement): Promise<void> {
  const words = button.querySelector('span');
  const { copy = '', copied = '' } = button.dataset;
  if (words === null || button.dataset.state === 'copied') return;
  await navigator.clipboard.writeText(copy);
  const before = words.textContent;
  button.dataset.state = 'copied';
  words.textContent = copied;
  announce(copied);
  setTimeout(() => {
    words.textContent = before;
    delete button.dataset.state;
  }, SAID_MS);
}

/** Says something to screen readers without moving the focus. */
export function announce(text: string): void {
  let region = document.querySelector<HTMLElement>('[data-announce]');
  if (region === null) {
    region = document.createElement('p');
    region.dataset.announce = '';
    region.className = 'visually-hidden';
    region.setAttribute('role', 'status');
    document.body.appendChild(region);
  }
  region.textContent = text;
}
