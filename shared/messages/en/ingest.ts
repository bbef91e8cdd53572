/** Ingest: what became of an upload, and why a file has no preview. */
export const ingest = {
  'ingest.duplicate': 'Already in the library as “{title}”. Nothing was stored a second time.',
  'ingest.same_name': 'Another asset has a file of the same name: “{title}”.',
  'ingest.near_duplicate': 'Looks the same as “{title}”.',
  'ingest.still_looking': 'The file is still being looked at. Try again in a moment.',
  'ingest.worked_on': 'Somebody has already worked with the new asset, so it stays one of its own.',
  'ingest.version': 'Version {number} of “{title}”.',
  'ingest.empty': 'The file is empty.',
  'ingest.incomplete': 'The file arrived incomplete. Please upload it again.',
  'ingest.target_gone': 'The asset this was to become a version of no longer exists.',
  'ingest.delayed':
    'It has arrived and is safe. Looking at it takes longer than usual; it need not be sent again.',
  'ingest.failed': 'The file could not be processed. Please upload it again.',
  'ingest.request_closed': 'The upload request was closed before the file had arrived.',
  'ingest.too_large': 'The file is larger than this request takes.',
  'ingest.request_full': 'This upload request takes no more files.',
  'ingest.consent_changed':
    'The terms of this upload request changed before the file had arrived. Agree to them and hand it in again.',
  'ingest.no_room': 'There is not enough room left under this upload request.',
  'ingest.kind_not_asked': 'This kind of file was not asked for.',

  'ingest.poster.drawn': 'This version has a preview made of the original itself.',
  'ingest.poster.types': 'A preview picture is one of {types}.',
} as const;
