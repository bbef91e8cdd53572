/**
 * `npm run bench [-- --requests 1000000 --ends 4 --rounds 7 --only rights,withdrawal,hot,cold,zip,forged --photo FILE --zip-files 2000]`:
 * what delivery promises, measured on the built Workers in workerd on loopback. Ratios are of one run on one machine; the absolute numbers
 * are only that machine's. `cold` takes at least seven rounds, and a photograph of yours instead of its drawn one.
 */
import { parseArgs } from 'node:util';
import { coldRenditions } from './cold.ts';
import { forgedTokens } from './forged.ts';
import { hotPath } from './hot-path.ts';
import { rightsExact } from './rights-exact.ts';
import { startStage } from './stage.ts';
import { withdrawal } from './withdrawal.ts';
import { zipThroughput } from './zip.ts';

const PORTS = {
  rightsProxy: 9911,
  withdrawalProxy: 9912,
  bare: 9913,
  nginx: 9914,
  filter: 9915,
  zip: 9916,
  forged: 9917,
};

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '60000' },
    ends: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: 'hot,cold,withdrawal,rights,zip,forged' },
    photo: { type: 'string' },
    'zip-files': { type: 'string', default: '2000' },
  },
});
const only = values.only.split(',');
const rounds = Number(values.rounds);
const stage = await startStage();
try {
  if (only.includes('hot')) await hotPath(stage, rounds, PORTS);
  if (only.includes('cold')) await coldRenditions(stage, Math.max(7, rounds), PORTS.filter, values.photo);
  if (only.includes('withdrawal')) await withdrawal(stage, rounds, PORTS.withdrawalProxy);
  if (only.includes('rights')) {
    await rightsExact(stage, {
      requests: Number(values.requests),
      ends: Number(values.ends),
      proxyPort: PORTS.rightsProxy,
    });
  }
  if (only.includes('zip')) {
    await zipThroughput(stage, {
      rounds: Math.min(rounds, 5),
      files: Number(values['zip-files']),
      barePort: PORTS.zip,
    });
  }
  if (only.includes('forged')) await forgedTokens(stage, Math.min(rounds, 5), PORTS.forged);
} finally {
  await stage.server.close();
}
