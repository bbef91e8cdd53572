/** The contract between our own front ends and the API. Types come from the zod schemas here, once. */
export * from './assets.ts';
export * from './audit.ts';
export * from './collections.ts';
export * from './delivery.ts';
export * from './identifiers.ts';
export * from './inquiries.ts';
export * from './page.ts';
export * from './portals.ts';
export * from './problem.ts';
export * from './requests.ts';
export * from './rights.ts';
export * from './share-states.ts';
export * from './share-visits.ts';
export * from './shares.ts';
export * from './uploads.ts';
export * from './users.ts';
