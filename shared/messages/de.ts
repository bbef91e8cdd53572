/** German. One line per area, in alphabetical order; the type demands every key of the English catalogue. */
import { audit } from './de/audit.ts';
import { consoleFrame } from './de/console.ts';
import { consoleAsset } from './de/console-asset.ts';
import { consoleCollections } from './de/console-collections.ts';
import { consoleInsights } from './de/console-insights.ts';
import { consoleLibrary } from './de/console-library.ts';
import { consolePortals } from './de/console-portals.ts';
import { consoleRequests } from './de/console-requests.ts';
import { consoleRights } from './de/console-rights.ts';
import { consoleSettings } from './de/console-settings.ts';
import { consoleShares } from './de/console-shares.ts';
import { delivery } from './de/delivery.ts';
import { embedded } from './de/embedded.ts';
import { ingest } from './de/ingest.ts';
import { portal } from './de/portal.ts';
import { problem } from './de/problem.ts';
import { requests } from './de/requests.ts';
import { rights } from './de/rights.ts';
import { share } from './de/share.ts';
import { shareVisit } from './de/share-visit.ts';
import { shares } from './de/shares.ts';
import { time } from './de/time.ts';
import { use } from './de/use.ts';
import type { en } from './en.ts';

export const de: Readonly<Record<keyof typeof en, string>> = {
  ...audit,
  ...consoleFrame,
  ...consoleAsset,
  ...consoleCollections,
  ...consoleInsights,
  ...consoleLibrary,
  ...consolePortals,
  ...consoleRequests,
  ...consoleRights,
  ...consoleSettings,
  ...consoleShares,
  ...delivery,
  ...embedded,
  ...ingest,
  ...portal,
  ...problem,
  ...requests,
  ...rights,
  ...share,
  ...shareVisit,
  ...shares,
  ...time,
  ...use,
};
