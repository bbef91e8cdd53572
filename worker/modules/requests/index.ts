export { createRequestBrands } from './brand.ts';
export { createHandIn, type HandIn } from './hand-in.ts';
export { createInquiryService, type InquiryService } from './inquiries.ts';
export { createReviewing, type ReviewService } from './reviewing.ts';
export { createRequestService, type RequestService } from './service.ts';
export { createRequestUpkeep } from './upkeep.ts';
