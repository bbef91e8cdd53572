/**
 * The one `<style>` of a page that depends on its content: the theme's properties, and for every picture the shape of
 * its tile and what its place shows before the bytes. Its hash goes into the content security policy, so it must be
 * complete before the page renders; no element carries a style attribute.
 */
import type { PortalCard, PublicAssetCard, Theme } from '../../shared/contract/portals.ts';
import { placeholderUrl } from '../../shared/delivery/thumb-hash.ts';
import { themeCss } from '../../shared/theme/themes.ts';
import { ratioOf, tileRatio } from './picture.ts';

const HEX_COLOUR = /^#[0-9a-f]{6}$/i;

export class PageStyle {
  readonly #rules: string[];
  readonly #classes = new Map<string, string>();

  constructor(theme: Theme) {
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
    const placeholder = card.thumbHash === null ? null : placeholderUrl(card.thumbHash);
    this.#rules.push(
      `.${name}{--ratio:${tileRatio(card)};--own:${ratioOf(card).toFixed(4)}` +
        `${tone ? `;--tone:${card.dominantColour}` : ''}` +
        `${placeholder === null ? '' : `;--blur:url(${placeholder})`}}`,
    );
  }
}
