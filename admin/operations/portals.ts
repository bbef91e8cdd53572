/** Portals: the draft, publishing, switching off. */
import type { z } from 'zod';
import type { Portal, portalInput, portalPatch } from '../../shared/contract/index.ts';
import { abortable, api, read } from '../api.ts';

export const listPortals = (signal?: AbortSignal): Promise<Portal[]> =>
  read(api.portals.$get({}, abortable(signal)));

export const readPortal = (id: string, signal?: AbortSignal): Promise<Portal> =>
  read(api.portals[':id'].$get({ param: { id } }, abortable(signal)));

export const createPortal = (json: z.input<typeof portalInput>): Promise<Portal> =>
  read(api.portals.$post({ json }));

export const updatePortal = (id: string, json: z.input<typeof portalPatch>): Promise<Portal> =>
  read(api.portals[':id'].$patch({ param: { id }, json }));

export const publishPortal = (id: string): Promise<Portal> =>
  read(api.portals[':id'].publish.$post({ param: { id } }));

export const switchPortal = (id: string, off: boolean): Promise<Portal> =>
  read(api.portals[':id'].state.$post({ param: { id }, json: { off } }));

export const deletePortal = (id: string): Promise<unknown> =>
  read(api.portals[':id'].$delete({ param: { id } }));
