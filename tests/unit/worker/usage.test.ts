import { describe, expect, it } from 'vitest';
import {
  createUsageCounter,
  type HotlinkCount,
  OTHER_SITES,
} from '../../../worker/modules/delivery/usage.ts';

const HOUR = 3_600_000;
const NOON = 12 * HOUR;

function counter() {
  const written: HotlinkCount[] = [];
  const usage = createUsageCounter({
    write: async (rows) => {
      written.push(...rows);
    },
    background: () => {},
    wait: () => new Promise(() => {}),
  });
  return { usage, written };
}
const sum = (rows: readonly HotlinkCount[], name: 'served' | 'refused' | 'reported') =>
  rows.reduce((total, row) => total + row[name], 0);

describe('counting the use of hot-links', () => {
  it('keeps hours, sites and outcomes apart, and counts a page beside its site', async () => {
    const { usage, written } = counter();
    usage.count('a', 'x.example', 'served', NOON + 1, 'https://x.example/lamps?mail=ada@x.example');
    usage.count('a', 'x.example', 'reported', NOON + 2, 'https://x.example/');
    usage.count('a', '', 'refused', NOON + HOUR);
    await usage.flush();
    expect(written).toEqual([
      {
        assetId: 'a',
        site: 'x.example',
        page: '',
        hour: NOON,
        channel: null,
        served: 2,
        refused: 0,
        reported: 1,
      },
      {
        assetId: 'a',
        site: 'x.example',
        page: '/lamps',
        hour: NOON,
        channel: null,
        served: 1,
        refused: 0,
        reported: 0,
      },
      {
        assetId: 'a',
        site: '',
        page: '',
        hour: NOON + HOUR,
        channel: null,
        served: 0,
        refused: 1,
        reported: 0,
      },
    ]);
  });

  it('lets nobody fill the tables with sites or pages they made up, and loses no count', async () => {
    const { usage, written } = counter();
    const made = 5_000;
    for (let i = 0; i < made; i++) {
      usage.count('a', `s${i}.example`, 'served', NOON, `https://s${i}.example/p`);
      if (i % 400 === 399) await usage.flush();
    }
    for (let i = 0; i < made; i++) {
      usage.count('b', 'one.example', 'served', NOON, `https://one.example/page-${i}`);
      if (i % 400 === 399) await usage.flush();
    }
    await usage.flush();
    const names = (asset: string) =>
      new Set(written.filter((row) => row.assetId === asset).map((row) => `${row.site}${row.page}`));
    expect(names('a').size).toBeLessThanOrEqual(64 + 64 + 1);
    expect(names('a')).toContain(OTHER_SITES);
    expect(names('b').size).toBeLessThanOrEqual(1 + 64);
    const sites = written.filter((row) => row.page === '');
    expect(sum(sites, 'served')).toBe(2 * made);
  });

  it('estimates pages from a sample that stands for all requests', async () => {
    const { usage, written } = counter();
    for (let i = 0; i < 464; i++)
      usage.count('a', 'x.example', 'served', NOON, `https://x.example/${i % 3 === 0 ? 'rare' : 'often'}`);
    await usage.flush();
    const of = (page: string) =>
      sum(
        written.filter((row) => row.page === page),
        'served',
      );
    expect(of('')).toBe(464);
    expect(of('/rare') + of('/often')).toBe(464);
    expect(of('/often')).toBeGreaterThan(of('/rare'));
  });
});
