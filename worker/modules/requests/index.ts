export { createHandIn, type HandIn, receiptStatements } from './hand-in.ts';
export { createRequestService, type Inquiry, type RequestService } from './service.ts';
