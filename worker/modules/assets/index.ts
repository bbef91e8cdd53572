export { type AssetService, createAssetService } from './service.ts';
