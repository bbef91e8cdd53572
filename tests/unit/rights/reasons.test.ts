import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../../shared/messages/index.ts';
import { decideUsage } from '../../../shared/rights/decide-usage.ts';
import { explainDecision } from '../../../shared/rights/explain.ts';
import {
  PUBLIC_ANSWER_CODES,
  type PublicAnswerCode,
  publicAnswer,
  publicAnswerOf,
} from '../../../shared/rights/public-answer.ts';
import type { Reason, ReasonCode, RightsSnapshot, Use } from '../../../shared/rights/types.ts';
import { resolveWallTime } from '../../../shared/time/zoned.ts';
import { BERLIN, license, NOW, override, portal, release, snapshot, use } from './samples.ts';

const only = (include: string[]) => ({ include, exclude: [] });
const later = NOW + 86_400_000;
const earlier = NOW - 86_400_000;

interface Row {
  readonly code: ReasonCode;
  readonly answer: PublicAnswerCode;
  readonly startsAt: number | null;
  readonly english: string;
  readonly rights?: Partial<RightsSnapshot>;
  readonly use?: Partial<Use>;
}

/** One cause each, what it is called, what the public hears, and what the console says. */
const TABLE: readonly Row[] = [
  {
    code: 'not_approved',
    rights: { status: 'draft' },
    answer: 'not_found',
    startsAt: null,
    english: 'It is a draft; only approved assets are delivered.',
  },
  {
    code: 'not_approved',
    rights: { status: 'in_review' },
    answer: 'not_found',
    startsAt: null,
    english: 'It is still in review; only approved assets are delivered.',
  },
  {
    code: 'asset_withdrawn',
    rights: { status: 'withdrawn' },
    answer: 'withdrawn',
    startsAt: null,
    english: 'It was withdrawn.',
  },
  {
    code: 'asset_withdrawn',
    rights: { status: 'withdrawn', successorAssetId: 'ast_2' },
    answer: 'withdrawn',
    startsAt: null,
    english: 'It was withdrawn; ast_2 takes its place.',
  },
  {
    code: 'embargoed',
    rights: { embargo: { liftsAt: later } },
    answer: 'not_yet',
    startsAt: later,
    english: 'Under embargo until 22 Nov 2026, 13:00 CET.',
  },
  {
    code: 'curation_needs_member',
    use: { action: 'curate' },
    answer: 'not_found',
    startsAt: null,
    english: 'Console work needs a signed-in member.',
  },
  {
    code: 'no_license',
    rights: { licenses: [] },
    answer: 'not_for_this_use',
    startsAt: null,
    english: 'No licence is on file.',
  },
  {
    code: 'license_not_started',
    rights: { licenses: [license({ startsAt: later })] },
    answer: 'not_yet',
    startsAt: later,
    english: 'Licensed by Agency X, but only from 22 Nov 2026, 13:00 CET.',
  },
  {
    code: 'license_ended',
    rights: { licenses: [license({ endsAt: earlier })] },
    answer: 'no_longer',
    startsAt: null,
    english: 'The licence by Agency X ended 20 Nov 2026, 13:00 CET.',
  },
  {
    code: 'license_territory',
    rights: {
      licenses: [
        license({
          endsAt: resolveWallTime('2027-03-31T00:00', BERLIN).instant,
          territories: only(['DE', 'AT', 'CH']),
        }),
      ],
    },
    use: { territory: 'US' },
    answer: 'not_here',
    startsAt: null,
    english: 'Licensed by Agency X until 31 Mar 2027, 00:00 CEST, in DE AT CH; you are in US.',
  },
  {
    code: 'license_territory',
    rights: { licenses: [license({ territories: { include: null, exclude: ['US'] } })] },
    use: { territory: 'T1' },
    answer: 'not_here',
    startsAt: null,
    english: 'Licensed by Agency X, in all countries except US; your country is unknown.',
  },
  {
    code: 'license_channel',
    rights: { licenses: [license({ channels: ['print', 'social'] })] },
    answer: 'not_for_this_use',
    startsAt: null,
    english: 'Licensed by Agency X for print and social media, not for web.',
  },
  {
    code: 'license_audience',
    rights: { licenses: [license({ audiences: ['internal'] })] },
    answer: 'not_for_this_use',
    startsAt: null,
    english: 'Licensed by Agency X for colleagues, not for press.',
  },
  {
    code: 'license_prohibits',
    rights: {
      licenses: [license(), license({ id: 'lic_2', name: 'Estate Y', effect: 'prohibit', endsAt: later })],
    },
    answer: 'not_for_this_use',
    startsAt: later,
    english: 'Estate Y prohibits this use until 22 Nov 2026, 13:00 CET.',
  },
  {
    code: 'license_prohibits',
    rights: { licenses: [license(), license({ id: 'lic_2', name: 'Estate Y', effect: 'prohibit' })] },
    answer: 'not_for_this_use',
    startsAt: null,
    english: 'Estate Y prohibits this use.',
  },
  {
    code: 'override_prohibits',
    rights: { overrides: [override({ effect: 'prohibit', endsAt: later, reason: 'Complaint' })] },
    answer: 'not_for_this_use',
    startsAt: later,
    english: 'Dana stopped this until 22 Nov 2026, 13:00 CET: “Complaint”.',
  },
  {
    code: 'release_missing',
    rights: { releases: [release({ state: 'pending' })] },
    answer: 'not_for_this_use',
    startsAt: null,
    english: 'A required model release (MR-UMR) is not signed yet.',
  },
  {
    code: 'release_missing',
    rights: { releases: [release({ kind: 'PR-NON' })] },
    answer: 'not_for_this_use',
    startsAt: null,
    english: 'A required property release (PR-NON) is missing.',
  },
  {
    code: 'release_ended',
    rights: { releases: [release({ endsAt: earlier })] },
    answer: 'no_longer',
    startsAt: null,
    english: 'A required model release (MR-UMR) ended 20 Nov 2026, 13:00 CET.',
  },
  {
    code: 'enclosing_inactive',
    use: { enclosing: [portal({ state: 'draft' })] },
    answer: 'not_found',
    startsAt: null,
    english: 'The portal “Press” is not published yet.',
  },
  {
    code: 'enclosing_inactive',
    use: { enclosing: [portal({ source: 'share_link', label: 'Launch', state: 'off' })] },
    answer: 'no_longer',
    startsAt: null,
    english: 'The share link “Launch” is switched off.',
  },
  {
    code: 'enclosing_inactive',
    use: { enclosing: [portal({ source: 'share_link', label: 'Launch', state: 'revoked' })] },
    answer: 'withdrawn',
    startsAt: null,
    english: 'The share link “Launch” is revoked.',
  },
  {
    code: 'enclosing_not_started',
    use: { enclosing: [portal({ source: 'collection', startsAt: later })] },
    answer: 'not_yet',
    startsAt: later,
    english: 'The collection “Press” starts 22 Nov 2026, 13:00 CET.',
  },
  {
    code: 'enclosing_ended',
    use: { enclosing: [portal({ endsAt: NOW })] },
    answer: 'no_longer',
    startsAt: null,
    english: 'The portal “Press” ended 21 Nov 2026, 13:00 CET.',
  },
  {
    code: 'enclosing_territory',
    use: { territory: 'FR', enclosing: [portal({ territories: only(['DACH']) })] },
    answer: 'not_here',
    startsAt: null,
    english: 'The portal “Press” is open only in DACH; you are in FR.',
  },
  {
    code: 'enclosing_channel',
    use: { enclosing: [portal({ channels: ['print'] })] },
    answer: 'not_for_this_use',
    startsAt: null,
    english: 'The portal “Press” is for print, not for web.',
  },
  {
    code: 'enclosing_audience',
    use: { enclosing: [portal({ audiences: ['partner', 'agency'] })] },
    answer: 'not_for_this_use',
    startsAt: null,
    english: 'The portal “Press” is for partners and agencies, not for press.',
  },
  {
    code: 'enclosing_action',
    use: { enclosing: [portal({ actions: ['view', 'preview'] })] },
    answer: 'not_for_this_use',
    startsAt: null,
    english: 'The portal “Press” permits only: view and preview.',
  },
];

const decide = (row: Row) => {
  const rights = snapshot(row.rights);
  const asked = use(row.use);
  return { rights, use: asked, decision: decideUsage(rights, asked) };
};

describe('one cause, one reason', () => {
  it.each(TABLE.map((row) => [row.code, row.english, row] as const))('%s: %s', (code, english, row) => {
    const { rights, use: asked, decision } = decide(row);
    if (decision.allowed) throw new Error('expected a denial');
    expect(decision.reasons.map((reason) => reason.code)).toEqual([code]);
    expect(decision.startsAt).toBe(row.startsAt);
    expect(publicAnswer(decision.reasons).code).toBe(row.answer);
    expect(explainDecision('en', { rights, use: asked, decision, zone: BERLIN }).sentences).toEqual([
      english,
    ]);
  });

  it('leaves out what does not stand in the way', () => {
    const stop = override({ id: 'ovr_2', effect: 'prohibit' });
    const codes = (parts: Partial<RightsSnapshot>): string[] => {
      const decision = decideUsage(snapshot(parts), use());
      return decision.allowed ? [] : decision.reasons.map((reason) => reason.code);
    };
    const missing = release({ state: 'pending' });
    const abroad = license({ territories: only(['US']) });
    // An override stands in for licenses and releases, so only the stop remains.
    expect(codes({ licenses: [], releases: [missing], overrides: [override(), stop] })).toEqual([
      'override_prohibits',
    ]);
    expect(codes({ licenses: [abroad], unrestricted: true, releases: [missing] })).toEqual([
      'release_missing',
    ]);
    expect(codes({ licenses: [abroad, license({ id: 'lic_2' })], releases: [missing] })).toEqual([
      'release_missing',
    ]);
    expect(codes({ licenses: [abroad], overrides: [stop] })).toEqual([
      'override_prohibits',
      'license_territory',
    ]);
  });

  it('covers every reason there is', () => {
    const all: Record<ReasonCode, true> = {
      not_approved: true,
      asset_withdrawn: true,
      embargoed: true,
      curation_needs_member: true,
      no_license: true,
      license_not_started: true,
      license_ended: true,
      license_territory: true,
      license_channel: true,
      license_audience: true,
      license_prohibits: true,
      override_prohibits: true,
      release_missing: true,
      release_ended: true,
      enclosing_inactive: true,
      enclosing_not_started: true,
      enclosing_ended: true,
      enclosing_territory: true,
      enclosing_channel: true,
      enclosing_audience: true,
      enclosing_action: true,
    };
    expect([...new Set(TABLE.map((row) => row.code))].sort()).toEqual(Object.keys(all).sort());
  });

  it('is said in every language without leftovers', () => {
    for (const row of TABLE) {
      const { rights, use: asked, decision } = decide(row);
      for (const locale of LOCALES) {
        const { summary, sentences } = explainDecision(locale, {
          rights,
          use: asked,
          decision,
          zone: BERLIN,
        });
        for (const sentence of [summary, ...sentences]) {
          expect(sentence).toMatch(/^\p{L}.*\.$/u);
          expect(sentence).not.toMatch(/[{}]|undefined|null| {2}|none/);
        }
      }
    }
  });
});

describe('publicAnswer', () => {
  const reasonsOf = (rights: Partial<RightsSnapshot>, asked: Partial<Use> = {}): readonly Reason[] => {
    const decision = decideUsage(snapshot(rights), use(asked));
    return decision.allowed ? [] : decision.reasons;
  };

  it('is not_found without any reason', () => {
    expect(publicAnswer([])).toEqual({
      code: 'not_found',
      status: 404,
      messageKey: 'rights.public.not_found',
    });
  });

  it('never hints at unpublished work', () => {
    const rights = {
      status: 'draft',
      embargo: { liftsAt: later },
      licenses: [license({ endsAt: NOW })],
    } as const;
    expect(publicAnswer(reasonsOf(rights)).code).toBe('not_found');
  });

  it('says not yet only when nothing else is in the way', () => {
    expect(publicAnswer(reasonsOf({ embargo: { liftsAt: later } })).code).toBe('not_yet');
    const abroad = { embargo: { liftsAt: later }, licenses: [license({ territories: only(['AT']) })] };
    expect(publicAnswer(reasonsOf(abroad)).code).toBe('not_here');
  });

  it('takes the license that comes closest, because one is enough', () => {
    const foreign = license({ id: 'lic_1', territories: only(['US']) });
    const print = license({ id: 'lic_2', channels: ['print'] });
    const ended = license({ id: 'lic_3', endsAt: NOW });
    const coming = license({ id: 'lic_4', startsAt: later });
    const answer = (...licenses: RightsSnapshot['licenses']) => publicAnswer(reasonsOf({ licenses })).code;
    expect(answer(foreign, print)).toBe('not_here');
    expect(answer(foreign, print, ended)).toBe('no_longer');
    expect(answer(foreign, print, ended, coming)).toBe('not_yet');
  });

  it('has a status for every answer', () => {
    expect(PUBLIC_ANSWER_CODES.map((code) => [code, publicAnswerOf(code).status])).toEqual([
      ['not_found', 404],
      ['withdrawn', 410],
      ['no_longer', 410],
      ['not_here', 451],
      ['not_for_this_use', 403],
      ['not_yet', 403],
    ]);
  });
});
