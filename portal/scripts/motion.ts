/** Stops and starts an animation in place. Without script the same controls are links. */

export function startMotion(): void {
  const control = document.querySelector<HTMLElement>('.motion');
  const picture = document.querySelector<HTMLPictureElement>('picture[data-motion-source]');
  if (control === null || picture === null) return;
  const address = picture.dataset.motionSource ?? '';
  const buttons = [...control.querySelectorAll<HTMLAnchorElement>('a[data-motion-act]')].map(asButton);
  for (const button of buttons) {
    button.addEventListener('click', () => {
      const state = button.dataset.motionAct ?? 'still';
      show(picture, state === 'playing' ? address : null);
      control.dataset.motion = state;
      // The pressed button is gone now; its opposite stands in its place.
      buttons.find((other) => other !== button)?.focus();
    });
  }
}

/** A link that acts in place is a button. */
function asButton(link: HTMLAnchorElement): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = link.className;
  button.dataset.motionAct = link.dataset.motionAct;
  button.innerHTML = link.innerHTML;
  link.replaceWith(button);
  return button;
}

/** Null: the still picture. */
function show(picture: HTMLPictureElement, address: string | null): void {
  for (const source of picture.querySelectorAll('source')) source.remove();
  if (address === null) return;
  const source = document.createElement('source');
  source.type = 'image/webp';
  source.srcset = address;
  picture.insertBefore(source, picture.firstChild);
}
