/** English, the source of truth for keys and placeholders. One line per area, in alphabetical order. */
import { audit } from './en/audit.ts';
import { consoleFrame } from './en/console.ts';
import { consoleAsset } from './en/console-asset.ts';
import { consoleCollections } from './en/console-collections.ts';
import { consoleInsights } from './en/console-insights.ts';
import { consoleLibrary } from './en/console-library.ts';
import { consolePortals } from './en/console-portals.ts';
import { consoleRequests } from './en/console-requests.ts';
import { consoleRights } from './en/console-rights.ts';
import { consoleSettings } from './en/console-settings.ts';
import { consoleShares } from './en/console-shares.ts';
import { delivery } from './en/delivery.ts';
import { embedded } from './en/embedded.ts';
import { ingest } from './en/ingest.ts';
import { portal } from './en/portal.ts';
import { problem } from './en/problem.ts';
import { requests } from './en/requests.ts';
import { rights } from './en/rights.ts';
import { share } from './en/share.ts';
import { shareVisit } from './en/share-visit.ts';
import { shares } from './en/shares.ts';
import { time } from './en/time.ts';
import { use } from './en/use.ts';

export const en = {
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
} as const;
