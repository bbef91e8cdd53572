/**
 * Delivery: what a URL asks for, what it becomes, how it is answered, and how many files become one.
 */
export * from './accepts.ts';
export * from './canonical.ts';
export * from './capabilities.ts';
export * from './conditional.ts';
export * from './content-disposition.ts';
export * from './denial.ts';
export * from './embedding-page.ts';
export * from './geometry.ts';
export * from './ladder.ts';
export * from './lifetime.ts';
export * from './lowered.ts';
export * from './moving.ts';
export * from './nearest-word.ts';
export * from './negotiate.ts';
export * from './parameters.ts';
export * from './parse.ts';
export * from './placeholder.ts';
export * from './plan.ts';
export * from './presets.ts';
export * from './range.ts';
export * from './refusal.ts';
export * from './rendition-key.ts';
export * from './server-timing.ts';
export * from './signature.ts';
export * from './sites.ts';
export * from './sizes.ts';
export * from './snapshot.ts';
export * from './snippets.ts';
export * from './types.ts';
export * from './zip/layout.ts';
export * from './zip/manifest.ts';
export * from './zip/safe-names.ts';
