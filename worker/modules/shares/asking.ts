/** A visitor asks the owner of a link: for more time, for a file that was left out. Works on closed links too. */
import type { ShareAskInput } from '../../../shared/contract/share-visits.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Admissions } from './admission.ts';
import type { Content } from './content.ts';
import type { InquiryIntake } from './inquiry-intake.ts';

export function createAsking(deps: {
  readonly admissions: Admissions;
  readonly content: Pick<Content, 'item'>;
  readonly intake: InquiryIntake;
}) {
  return {
    /** @throws Failure `not_found`, `too_many_attempts` */
    async ask(caller: Caller, token: string, input: ShareAskInput): Promise<void> {
      const visit = await deps.admissions.visit(token);
      if (visit === null) return fail('not_found');
      const { link, recipient, ownerEmail, ownerLocale } = visit;
      // Only what the link holds: somebody who guesses an id asks for nothing.
      const asked = input.assetId === null ? null : await deps.content.item(visit, input.assetId, caller.now);
      await deps.intake.receive(
        caller,
        {
          about: { kind: 'link', id: link.id },
          name: link.name,
          ownerEmail,
          ownerLocale,
          person: recipient?.state === 'active' ? recipient : null,
          recipientId: recipient?.id ?? null,
          inviteeId: null,
        },
        { ...input, item: input.item ?? asked?.title ?? null, assetId: asked?.assetId ?? null },
      );
    },
  };
}
