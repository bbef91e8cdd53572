/** The register as rows of a CSV file, every page of it. */
import { listShares } from '../../operations/shares.ts';
import { showInstant, timeZone, tr } from '../../state/locale.ts';

/** A heading and a row for every link that the filters leave. */
export async function csvRows(filters: Parameters<typeof listShares>[0]) {
  const rows: (string | number | null)[][] = [
    [
      tr('console.share.name'),
      tr('console.shares.state'),
      tr('console.share.link'),
      tr('console.shares.owner'),
      tr('console.share.audience'),
      tr('console.shares.level'),
      tr('console.shares.ends'),
      tr('console.shares.use'),
      tr('console.share.limit'),
      tr('console.shares.last'),
    ],
  ];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listShares>> = await listShares({
      ...filters,
      ...(cursor === null ? {} : { cursor }),
    });
    for (const link of page.items) {
      rows.push([
        link.name,
        tr(`console.share_state.${link.state}`),
        link.url,
        link.owner.name,
        tr(`rights.audience.${link.audience}`),
        tr(`console.level.${link.permission}`),
        showInstant(link.endsAt, link.timeZone),
        link.usedDownloads,
        link.maxDownloads,
        link.lastUsedAt === null ? null : showInstant(link.lastUsedAt, timeZone.value),
      ]);
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return rows;
}
