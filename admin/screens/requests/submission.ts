/** A file in quarantine as the console's components want it. */
import type { SubmittedFile } from '../../../shared/contract/index.ts';
import type { Tone } from '../../components/StatusMark.tsx';
import type { Pictured } from '../../components/Thumb.tsx';

export const STATE_TONES = {
  incomplete: 'warn',
  quarantined: 'accent',
  accepted: 'good',
  returned: 'plain',
  attached: 'plain',
} as const satisfies Record<SubmittedFile['state'], Tone>;

export function picturedOf(file: SubmittedFile): Pictured {
  return {
    kind: file.kind,
    title: file.fileName,
    fileName: file.fileName,
    thumbHash: file.thumbHash,
    dominantColour: null,
    previewBase: file.previewBase,
  };
}
