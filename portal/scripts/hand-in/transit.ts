/** The list of files on their way: each and all with progress, to be paused, gone on with, tried again or taken off. */
import { type Locale, t } from '../../../shared/messages/index.ts';
import { formatBytes } from '../../view/units.ts';

export interface TransitActions {
  /** @returns whether it is paused now */
  pause(id: string): boolean;
  pauseAll(paused: boolean): void;
  retry(id: string): void;
  remove(id: string): void;
}

type Phase = 'waiting' | 'sending' | 'paused' | 'failed' | 'sent';

interface Line {
  readonly element: HTMLLIElement;
  readonly state: HTMLElement;
  readonly bar: HTMLProgressElement;
  readonly pause: HTMLButtonElement;
  readonly retry: HTMLButtonElement;
  readonly name: string;
  readonly sizeBytes: number;
  /** Counts against the request already. */
  readonly hasRoom: boolean;
  sentBytes: number;
  phase: Phase;
}

const part = (name: string) => document.querySelector<HTMLElement>(`[data-${name}]`);

export class Transit {
  readonly #lines = new Map<string, Line>();
  readonly #language: Locale;
  readonly #actions: TransitActions;
  readonly #list = part('transit-list');
  #isPaused = false;
  /** Files that have arrived while this page was open. */
  #landed = { count: 0, bytes: 0 };
  /** Those of them that had no room before. */
  #taken = { count: 0, bytes: 0 };

  /** Files that were not taken before they were sent, and ids of those that were sent. */
  #refused = 0;
  readonly #sent = new Set<string>();

  constructor(language: Locale, actions: TransitActions) {
    this.#language = language;
    this.#actions = actions;
    part('pause-all')?.addEventListener('click', () => this.#pauseAll(!this.#isPaused));
  }

  /** Files that take of the room the page began with: on their way, or arrived since. */
  get count(): number {
    return this.#taken.count + this.#taking().length;
  }
  get bytes(): number {
    return this.#taking().reduce((sum, { sizeBytes }) => sum + sizeBytes, this.#taken.bytes);
  }
  #taking(): Line[] {
    return [...this.#lines.values()].filter(({ phase, hasRoom }) => phase !== 'failed' && !hasRoom);
  }
  get isBusy(): boolean {
    return [...this.#lines.values()].some(({ phase }) => phase !== 'sent' && phase !== 'failed');
  }

  add(id: string, file: Pick<Line, 'name' | 'sizeBytes' | 'hasRoom'>): void {
    const { name, sizeBytes } = file;
    const element = document.createElement('li');
    const state = textIn('span', 'handed-state', t(this.#language, 'upload.file.waiting'));
    const bar = document.createElement('progress');
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute('aria-label', name);
    const actions = textIn('span', 'handed-actions', '');
    const pause = button(
      t(this.#language, 'upload.pause_all'),
      t(this.#language, 'upload.pause', { name }),
      () => this.#setPaused(id, this.#actions.pause(id)),
    );
    const retry = button(t(this.#language, 'upload.file.retry'), null, () => {
      this.#show(id, 'waiting', t(this.#language, 'upload.file.waiting'));
      this.#actions.retry(id);
    });
    retry.hidden = true;
    const remove = button('×', t(this.#language, 'upload.remove', { name }), () => {
      this.#actions.remove(id);
      this.#drop(id);
    });
    for (const control of [pause, retry, remove]) actions.appendChild(control);
    const parts = [
      textIn('span', 'handed-name', name),
      state,
      textIn('span', 'handed-state', formatBytes(this.#language, sizeBytes)),
      bar,
      actions,
    ];
    for (const one of parts) element.appendChild(one);
    this.#lines.set(id, {
      element,
      state,
      bar,
      pause,
      retry,
      ...file,
      sentBytes: 0,
      phase: 'waiting',
    });
    this.#list?.appendChild(element);
    this.#summarise();
  }

  progress(id: string, sentBytes: number): void {
    const line = this.#lines.get(id);
    if (line === undefined || line.phase === 'sent') return;
    line.sentBytes = sentBytes;
    line.bar.value = percentOf(line);
    if (line.phase !== 'paused') {
      this.#show(id, 'sending', t(this.#language, 'upload.file.sending', { percent: percentOf(line) }));
    }
    this.#summarise();
  }

  sent(id: string, uploadId: string): void {
    const line = this.#lines.get(id);
    if (line === undefined) return;
    line.sentBytes = line.sizeBytes;
    line.bar.hidden = true;
    line.element.dataset.sent = uploadId;
    this.#sent.add(uploadId);
    for (const control of line.element.querySelectorAll('button')) control.hidden = true;
    this.#show(id, 'sent', t(this.#language, 'upload.file.processing'));
    this.#summarise();
  }

  /** The server's list has it now. */
  landed(id: string): void {
    const line = this.#lines.get(id);
    if (line === undefined) return;
    const added = (sum: { count: number; bytes: number }) => ({
      count: sum.count + 1,
      bytes: sum.bytes + line.sizeBytes,
    });
    this.#landed = added(this.#landed);
    if (!line.hasRoom) this.#taken = added(this.#taken);
    this.#drop(id);
  }

  /** A file was not taken before it was sent. */
  refused(): void {
    this.#refused += 1;
    this.review();
  }
  /** What was not taken is not told any more. */
  forgetRefused(): void {
    this.#refused = 0;
    this.review();
  }

  failed(id: string, reason: string): void {
    this.#show(id, 'failed', t(this.#language, 'upload.file.failed', { reason }));
    this.#summarise();
  }

  #drop(id: string): void {
    this.#lines.get(id)?.element.remove();
    this.#lines.delete(id);
    this.#summarise();
  }

  #setPaused(id: string, isPaused: boolean): void {
    const line = this.#lines.get(id);
    if (line === undefined || line.phase === 'sent' || line.phase === 'failed') return;
    line.pause.textContent = t(this.#language, isPaused ? 'upload.resume_all' : 'upload.pause_all');
    line.pause.setAttribute(
      'aria-label',
      t(this.#language, isPaused ? 'upload.resume' : 'upload.pause', { name: line.name }),
    );
    const percent = percentOf(line);
    if (isPaused) this.#show(id, 'paused', t(this.#language, 'upload.file.paused', { percent }));
    else this.#show(id, 'sending', t(this.#language, 'upload.file.sending', { percent }));
  }

  #pauseAll(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#actions.pauseAll(isPaused);
    for (const id of this.#lines.keys()) this.#setPaused(id, isPaused);
    const control = part('pause-all');
    if (control) control.textContent = t(this.#language, isPaused ? 'upload.resume_all' : 'upload.pause_all');
  }

  #show(id: string, phase: Phase, text: string): void {
    const line = this.#lines.get(id);
    if (line === undefined) return;
    line.phase = phase;
    line.state.dataset.state = phase;
    line.state.textContent = text;
    line.retry.hidden = phase !== 'failed';
    line.pause.hidden = phase === 'failed' || phase === 'sent';
  }

  #summarise(): void {
    const lines = [...this.#lines.values()].filter(({ phase }) => phase !== 'failed');
    const total = lines.reduce((sum, { sizeBytes }) => sum + sizeBytes, this.#landed.bytes);
    const sent = lines.reduce((sum, { sentBytes }) => sum + sentBytes, this.#landed.bytes);
    const done = this.#landed.count + lines.filter(({ phase }) => phase === 'sent').length;
    const section = part('transit');
    if (section) section.hidden = this.#lines.size === 0;
    const control = part('pause-all');
    if (control) control.hidden = !this.isBusy;
    const overall = part('overall');
    if (overall) {
      overall.textContent = t(this.#language, 'upload.overall', {
        done,
        count: this.#landed.count + lines.length,
        sent: formatBytes(this.#language, sent),
        size: formatBytes(this.#language, total),
      });
    }
    const bar = part('overall-bar');
    if (bar instanceof HTMLProgressElement) bar.value = total === 0 ? 0 : (100 * sent) / total;
    this.review();
  }

  /** Says that everything has arrived, or how much of it: what the server has looked at and not taken has not. */
  review(): void {
    const arrived = part('all-arrived');
    if (arrived === null) return;
    const listed = [...document.querySelectorAll<HTMLElement>('[data-handed] [data-file]')].filter(
      ({ dataset }) => this.#sent.has(dataset.file ?? ''),
    );
    const inState = (state: string): number => listed.filter(({ dataset }) => dataset.state === state).length;
    const notTaken = inState('failed');
    const count = this.#landed.count - notTaken;
    arrived.hidden = this.#lines.size > 0 || inState('processing') > 0 || count <= 0;
    const refused = this.#refused + notTaken;
    arrived.textContent =
      refused === 0
        ? t(this.#language, 'upload.all_arrived')
        : t(this.#language, 'upload.some_arrived', { count, refused });
  }
}

function percentOf({ sentBytes, sizeBytes }: Pick<Line, 'sentBytes' | 'sizeBytes'>): number {
  return sizeBytes === 0 ? 0 : Math.floor((100 * sentBytes) / sizeBytes);
}

function textIn(tag: string, className: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function button(text: string, label: string | null, act: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.className = 'button-quiet';
  element.type = 'button';
  element.textContent = text;
  if (label !== null) element.setAttribute('aria-label', label);
  element.addEventListener('click', act);
  return element;
}
