/**
 * The one `<style>` of a page that depends on its content: the theme's properties, and for every picture the shape of
 * its tile and what its place shows before the bytes. Its hash goes into the content security policy, so it must be
 * complete before the page renders; no element carries a style attribute.
 */
import type { PortalCard, PublicAssetCard, Theme } from '../../shared/contract/portals.ts';
import { groundFor, placeholderUrl } from '../../shared/delivery/thumb-hash.ts';
import { isLight } from '../../shared/theme/contrast.ts';
import { themeColours, themeCss } from '../../shared/theme/themes.ts';
import { ratioOf, tileRatio } from './picture.ts';

/** Grounds for logos and cut-out pictures, the same in every theme: what lies on them was made for white and for black. */
const GROUNDS = { light: 'oklch(0.955 0.002 260)', dark: 'oklch(0.235 0.006 260)' };

const HEX_COLOUR = /^#[0-9a-f]{6}$/i;

export class PageStyle {
  readonly #rules: string[];
  readonly #classes = new Map<string, string>();

  readonly #theme: Theme;

  constructor(theme: Theme) {
    this.#theme = theme;
    this.#rules = [themeCss(theme)];
  }

  /** Call for every picture of the page, before rendering. */
  addPictures(cards: readonly (PortalCard | null)[]): void {
    for (const card of cards) if (card?.state === 'available') this.#addPicture(card);
  }

  /** Class of an element that has the picture's shape and placeholder; empty for a picture that was not added. */
  pictureClass(card: PublicAssetCard): string {
    return this.#classes.get(card.id) ?? '';
  }

  /**
   * Call for the logo of the page's masthead. Where its strokes would vanish on the page, in one scheme or in both, it
   * stands on a plate; `--logo-plate-on-dark` is the plate for a masthead that lies on a dark picture.
   */
  addLogo(logo: { readonly thumbHash: string | null } | null): void {
    const ground = logo?.thumbHash ? groundFor(logo.thumbHash) : null;
    if (ground === null) return;
    const plate = (surfaceIsLight: boolean) =>
      surfaceIsLight === (ground === 'light') ? 'transparent' : GROUNDS[ground];
    const on = (scheme: 'light' | 'dark') => plate(isLight(themeColours(this.#theme, scheme).surface));
    this.#rules.push(
      `.brand{--logo-plate:light-dark(${on('light')},${on('dark')});--logo-plate-on-dark:${plate(false)}}`,
    );
  }

  /** Class of an element filled with a colour of a guideline; empty unless `hex` is `#rrggbb`. */
  addSwatch(hex: string): void {
    const key = hex.toLowerCase();
    if (!HEX_COLOUR.test(key) || this.#classes.has(key)) return;
    const name = `s${key.slice(1)}`;
    this.#classes.set(key, name);
    this.#rules.push(`.${name}{background-color:${key}}`);
  }

  swatchClass(hex: string): string {
    return this.#classes.get(hex.toLowerCase()) ?? '';
  }

  toString(): string {
    return this.#rules.join('\n');
  }

  /** CSP source expression of `toString()`. */
  async hash(): Promise<`sha256-${string}`> {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(this.toString()));
    return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
  }

  #addPicture(card: PublicAssetCard): void {
    if (this.#classes.has(card.id)) return;
    const name = `p${this.#classes.size}`;
    this.#classes.set(card.id, name);
    const tone = card.dominantColour !== null && HEX_COLOUR.test(card.dominantColour);
    const ground = card.thumbHash === null ? null : groundFor(card.thumbHash);
    const placeholder = card.thumbHash === null ? null : placeholderUrl(card.thumbHash);
    const shape = `--ratio:${tileRatio(card)};--own:${ratioOf(card).toFixed(4)}`;
    if (ground !== null) {
      // Its colours are those of its strokes: as a ground they would hide it.
      this.#rules.push(`.${name}{${shape};--ground:${GROUNDS[ground]}}`);
      return;
    }
    this.#rules.push(
      `.${name}{${shape}` +
        `${tone ? `;--tone:${card.dominantColour}` : ''}` +
        `${placeholder === null ? '' : `;--blur:url(${placeholder})`}}`,
    );
  }
}
