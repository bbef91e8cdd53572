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
  'ingest.failed': 'The file could not be processed. Please upload it again.',
  'ingest.request_closed': 'The upload request was closed before the file had arrived.',
  'ingest.too_large': 'The file is larger than this request takes.',
  'ingest.request_full': 'This upload request takes no more files.',
  'ingest.no_room': 'There is not enough room left under this upload request.',
  'ingest.kind_not_asked': 'This kind of file was not asked for.',

  'ingest.verdict.damaged': 'The file is damaged and could not be drawn. It is kept as it was handed in.',
  'ingest.verdict.ends_early':
    'The file ends early: part of the picture is missing. It is kept as it was handed in.',
  'ingest.verdict.undecodable':
    'Pictures of this type ({type}) cannot be drawn here. The file is kept and can be shared and downloaded.',
  'ingest.verdict.too_large':
    '{width} × {height} pixels are more than can be drawn. The file is kept and was not decoded.',
  'ingest.verdict.too_many_bytes':
    'The file is too large to be drawn. It is kept and can be shared and downloaded.',
  'ingest.verdict.no_preview':
    'Files of this type ({type}) have no preview. They can be shared and downloaded.',
  'ingest.verdict.failed':
    'The preview could not be made. The file is kept; uploading it again starts another try.',
} as const;
