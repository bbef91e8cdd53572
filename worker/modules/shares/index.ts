export { readRequestToken, mintTokenId, tokenFor } from './tokens.ts';
export { createShareService, type ShareService } from './service.ts';
export { createShareVisits, type ShareVisits } from './visitors.ts';
