/** Opens the share dialog from anywhere: the library's selection, a collection, the register. */
import { signal } from '@preact/signals';
import type { z } from 'zod';
import type { shareLinkInput } from '../../../shared/contract/index.ts';

export type ShareSource = z.input<typeof shareLinkInput>['source'];

export interface ShareRequest {
  readonly source: ShareSource;
  /** Proposed name: the collection's or the asset's title. */
  readonly name?: string;
}

/** What the dialog is open for; null when it is closed. */
export const shareRequest = signal<ShareRequest | null>(null);

/** Opens the dialog for a set of assets or a collection. */
export function openShareDialog(source: ShareSource, options: { name?: string } = {}): void {
  shareRequest.value = { source, ...options };
}
