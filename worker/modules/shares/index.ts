export { createInquiryIntake, type InquiryIntake } from './inquiry-intake.ts';
export { createItemDesk, type ItemDesk } from './item-desk.ts';
export { createShareService, type ShareService } from './service.ts';
export { mintTokenId, readRequestToken, readUploaderToken, tokenFor, uploaderTokenFor } from './tokens.ts';
export { createShareVisits, type ShareVisits } from './visitors.ts';
