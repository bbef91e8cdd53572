/** Licenses, embargoes, releases and overrides. */
import type { z } from 'zod';
import type {
  AssetRights,
  embargoInput,
  License,
  licenseInput,
  overrideInput,
  Page,
  releaseInput,
} from '../../shared/contract/index.ts';
import { PAGE_SIZE_MAX } from '../../shared/contract/index.ts';
import { abortable, api, read, toQuery } from '../api.ts';

export const listLicenses = (
  query: { q?: string; cursor?: string; limit?: number },
  signal?: AbortSignal,
): Promise<Page<License>> =>
  read(api.licenses.$get({ query: toQuery({ limit: PAGE_SIZE_MAX, ...query }) }, abortable(signal)));

export const createLicense = (json: z.input<typeof licenseInput>): Promise<License> =>
  read(api.licenses.$post({ json }));

export const updateLicense = (licenseId: string, json: z.input<typeof licenseInput>): Promise<License> =>
  read(api.licenses[':licenseId'].$put({ param: { licenseId }, json }));

export const deleteLicense = (licenseId: string): Promise<unknown> =>
  read(api.licenses[':licenseId'].$delete({ param: { licenseId } }));

/** Answers with the assets that did not have it before. */
export const assignLicense = (licenseId: string, assetIds: string[]): Promise<{ assetIds: string[] }> =>
  read(api.licenses.assign.$post({ json: { licenseId, assetIds } }));

export const unassignLicense = (licenseId: string, assetIds: string[]): Promise<{ assetIds: string[] }> =>
  read(api.licenses.unassign.$post({ json: { licenseId, assetIds } }));

export const readRights = (id: string, signal?: AbortSignal): Promise<AssetRights> =>
  read(api.assets[':id'].rights.$get({ param: { id } }, abortable(signal)));

export const setEmbargo = (id: string, json: z.input<typeof embargoInput>): Promise<AssetRights> =>
  read(api.assets[':id'].embargo.$put({ param: { id }, json }));

export const addRelease = (id: string, json: z.input<typeof releaseInput>): Promise<AssetRights> =>
  read(api.assets[':id'].releases.$post({ param: { id }, json }));

export const removeRelease = (id: string, releaseId: string): Promise<AssetRights> =>
  read(api.assets[':id'].releases[':releaseId'].$delete({ param: { id, releaseId } }));

export const addOverride = (id: string, json: z.input<typeof overrideInput>): Promise<AssetRights> =>
  read(api.assets[':id'].overrides.$post({ param: { id }, json }));

export const removeOverride = (id: string, overrideId: string): Promise<AssetRights> =>
  read(api.assets[':id'].overrides[':overrideId'].$delete({ param: { id, overrideId } }));
