/** Everything a visitor of a link can do, put together from its parts. */
import type { ArchiveProgress, SharePlay } from '../../../shared/contract/share-visits.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Signer } from '../../ports/signer.ts';
import { createPlanning, createSending } from '../archives/index.ts';
import type { DeliveryService } from '../delivery/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { createAdmission } from './admission.ts';
import { createArchives } from './archive.ts';
import { createAsking } from './asking.ts';
import { createContent } from './content.ts';
import { createDownloads } from './downloads.ts';
import { createExtensions } from './extension.ts';
import { createGates } from './gates.ts';
import { createGrants } from './grants.ts';
import type { InquiryIntake } from './inquiry-intake.ts';
import { createLogos } from './logo.ts';
import { createReadmission } from './readmission.ts';
import { createRecorder } from './recording.ts';
import { createRefusals } from './refusals.ts';
import { createNoticeRepository } from './repository-notices.ts';
import { createVisitRepository } from './repository-visits.ts';
import type { ShareService } from './service.ts';
import { createUpkeep } from './upkeep.ts';
import { createVisits } from './visits.ts';

export interface ShareVisitDeps {
  readonly clock: Clock;
  readonly db: Database;
  readonly store: ObjectStore;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get' | 'origin'>;
  readonly delivery: DeliveryService;
  readonly intake: InquiryIntake;
  readonly preflight: ShareService['preflight'];
  readonly background: (work: Promise<unknown>) => void;
}

export function createShareVisits(given: ShareVisitDeps) {
  const rows = createVisitRepository(given.db);
  const base = { ...given, rows, notices: createNoticeRepository(given.db) };
  const deps = { ...base, admissions: createAdmission(base), content: createContent(base) };
  const logos = createLogos(deps);
  const visits = createVisits({ ...deps, logos, gates: createGates(deps) });
  const extensions = createExtensions({ ...deps, look: visits.lookOf });
  const readmit = createReadmission(deps);
  const grants = createGrants({ ...deps, readmit });
  const sending = createSending(deps);
  const recorder = createRecorder({ ...deps, sending });
  const withGrants = { ...deps, readmit, grants, recorder };
  const downloads = createDownloads(withGrants);
  const archives = createArchives({
    ...withGrants,
    downloads,
    planning: createPlanning(deps),
    sending,
  });
  return {
    view: visits.view,
    refusals: createRefusals({ ...deps, wornBrand: visits.wornBrand }),
    passGate: visits.passGate,
    ask: createAsking(deps).ask,
    extension: extensions.look,
    extend: extensions.extend,
    logo: logos.picture,
    preview: downloads.preview,
    media: downloads.media,
    reserve: downloads.reserve,
    file: downloads.file,
    reserveZip: archives.reserve,
    zip: archives.archive,
    async zipProgress(caller: Caller, path: { token: string; grant: string }): Promise<ArchiveProgress> {
      const { visit, progress } = await archives.progress(caller, path);
      return { ...progress, look: await visits.lookOf(caller, visit) };
    },
    async play(caller: Caller, path: { token: string; grant: string }): Promise<SharePlay> {
      const { visit, play } = await downloads.played(caller, path);
      return { ...play, look: await visits.lookOf(caller, visit) };
    },
    sweep: createUpkeep({ ...deps, recorder }),
  };
}
export type ShareVisits = ReturnType<typeof createShareVisits>;
