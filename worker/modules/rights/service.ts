import type { z } from 'zod';
import type { Page, PageQuery } from '../../../shared/contract/page.ts';
import type {
  AssetRights,
  embargoInput,
  License,
  LicenseInput,
  licenseAssignmentInput,
  overrideInput,
  releaseInput,
} from '../../../shared/contract/rights.ts';
import type { Caller } from '../../http/app-env.ts';

export interface RightsService {
  listLicenses(caller: Caller, query: PageQuery & { q?: string | undefined }): Promise<Page<License>>;
  getLicense(caller: Caller, id: string): Promise<License>;
  createLicense(caller: Caller, input: LicenseInput): Promise<License>;
  updateLicense(caller: Caller, id: string, input: LicenseInput): Promise<License>;
  /** Refused while assets use it. */
  deleteLicense(caller: Caller, id: string): Promise<{ id: string }>;
  assignLicense(
    caller: Caller,
    input: z.infer<typeof licenseAssignmentInput>,
  ): Promise<{ assetIds: string[]; licenseId: string }>;
  unassignLicense(
    caller: Caller,
    input: z.infer<typeof licenseAssignmentInput>,
  ): Promise<{ assetIds: string[]; licenseId: string }>;
  assetRights(caller: Caller, assetId: string): Promise<AssetRights>;
  setEmbargo(caller: Caller, assetId: string, input: z.infer<typeof embargoInput>): Promise<AssetRights>;
  addRelease(caller: Caller, assetId: string, input: z.infer<typeof releaseInput>): Promise<AssetRights>;
  removeRelease(caller: Caller, assetId: string, releaseId: string): Promise<AssetRights>;
  addOverride(caller: Caller, assetId: string, input: z.infer<typeof overrideInput>): Promise<AssetRights>;
  removeOverride(caller: Caller, assetId: string, overrideId: string): Promise<AssetRights>;
}
