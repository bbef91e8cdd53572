/** Every table; docs/storage.md says what a row is. Migrations are generated from here and never edited once landed. */
export * from './assets.ts';
export * from './curation.ts';
export * from './operations.ts';
export * from './people.ts';
export * from './rights.ts';
export * from './sharing.ts';
export * from './uploads.ts';
