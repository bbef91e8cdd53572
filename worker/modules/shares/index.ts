export { createItemDesk, type ItemDesk } from './item-desk.ts';
export { createShareService, type ShareService } from './service.ts';
export { mintTokenId, readRequestToken, tokenFor } from './tokens.ts';
export { createShareVisits, type ShareVisits } from './visitors.ts';
