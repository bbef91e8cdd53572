/**
 * `npm test`: lint, types, unit and architecture tests, build, then Worker, contract and browser tests against the
 * built Workers. Prints one line per step and ends with the line `N passed, N failed, N skipped`.
 *
 *   npm test -- unit worker     only these steps (lint types unit build worker contracts e2e)
 *   CHROME_PATH=/path           the Chromium to use
 *   VITRINE_INSTALL=0           never install system packages
 *   VITRINE_STRICT=1            a test that passes only when its file is run again alone counts as failed
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { requireModernNode, requireWritable, root } from './preflight.mjs';

requireModernNode();
requireWritable(join(root, 'test-results'), 'test results');

const bin = join(root, 'node_modules', '.bin');
const env = {
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH}`,
  NO_COLOR: '1',
  WRANGLER_SEND_METRICS: 'false',
};
delete env.FORCE_COLOR;

/** Programs that tests compare our bytes with; a test whose program is absent says so and is skipped. */
const optionalPrograms = [
  { command: 'exiftool', debianPackage: 'libimage-exiftool-perl' },
  { command: '7z', debianPackage: 'p7zip-full' },
  { command: 'bsdtar', debianPackage: 'libarchive-tools' },
  { command: 'unzip', debianPackage: 'unzip' },
  { command: 'python3', debianPackage: 'python3' },
  { command: 'php', debianPackage: 'php-cli' },
  { command: 'nginx', debianPackage: 'nginx-light' },
];
/** Modules that a program needs for a check; asked for by running it. */
const optionalModules = [
  { command: 'perl', args: ['-MHTTP::Response', '-MJSON::PP', '-e1'], debianPackage: 'libhttp-message-perl' },
  { command: 'python3', args: ['-c', 'import werkzeug'], debianPackage: 'python3-werkzeug' },
];

const onPath = (command) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .concat('/usr/sbin')
    .some((folder) => existsSync(join(folder, command)));

const runs = ({ command, args }) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** Debian or a relative of it, with the right to install packages. */
function canInstall() {
  if (process.env.VITRINE_INSTALL === '0' || process.getuid?.() !== 0) return false;
  return existsSync('/etc/debian_version') && onPath('apt-get');
}

function aptGet(args, minutes) {
  const result = spawnSync('apt-get', args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: minutes * 60_000,
    encoding: 'utf8',
  });
  return result.status === 0;
}

/** Looks for Chromium and the optional programs, installs what is missing where that is possible. */
async function prepareMachine() {
  const { findChromium } = await import('./find-chromium.ts');
  const missing = [
    ...optionalPrograms.filter((program) => !onPath(program.command)),
    ...optionalModules.filter((module) => !runs(module)),
  ];
  let chromium = findChromium();
  if ((!chromium || missing.length > 0) && canInstall()) {
    console.log('· installing test programs with apt-get');
    aptGet(['update', '-qq'], 3);
    const install = ['install', '-y', '-qq', '--no-install-recommends'];
    if (!chromium) aptGet([...install, 'chromium', 'fonts-liberation'], 8);
    const packages = missing.map((program) => program.debianPackage);
    // One unknown package makes apt-get refuse the whole list; then they are tried one by one.
    if (packages.length > 0 && !aptGet([...install, ...packages], 5)) {
      for (const name of packages) aptGet([...install, name], 2);
    }
    chromium = findChromium();
  }
  for (const module of optionalModules) {
    if (!runs(module))
      console.log(`· checks with ${module.debianPackage} (Debian) are skipped: it is absent`);
  }
  for (const program of optionalPrograms) {
    if (!onPath(program.command)) {
      console.log(
        `· ${program.command} is absent: its checks are skipped (Debian: apt-get install ${program.debianPackage})`,
      );
    }
  }
  return chromium;
}

function run(command, args) {
  return new Promise((done) => {
    const child = spawn(join(bin, command), args, { cwd: root, env, stdio: 'inherit' });
    child.on('error', (error) => {
      console.error(error.message);
      done(1);
    });
    child.on('close', (code) => done(code ?? 1));
  });
}

const counts = { passed: 0, failed: 0, skipped: 0 };

/** Files of the runtime projects that failed beside another runtime and passed alone; each is a defect of the test or the product. */
const unsteady = [];
/** More failing files than this are no accident of a busy machine. */
const SECOND_LOOKS = 2;

/** One run of a Vitest project, or of some of its files one at a time. `result` is its JSON report, null when it wrote none. */
async function vitest(project, files = []) {
  const report = join(root, 'test-results', `${project}${files.length > 0 ? '-again' : ''}.json`);
  rmSync(report, { force: true });
  const code = await run('vitest', [
    'run',
    '--project',
    project,
    ...files,
    ...(files.length > 0 ? ['--maxWorkers=1'] : []),
    '--passWithNoTests',
    '--allowOnly=false',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  return { code, result: existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null };
}

/**
 * The report of the few files that failed, run again alone, when all of them pass; null otherwise. Two runtimes and a browser share the
 * machine: a test that such company trips up is named, so that it is mended, but does not hide what the others say. Pure tests have no
 * such excuse.
 */
async function passingAlone(project, failed) {
  if (project === 'unit' || process.env.VITRINE_STRICT === '1') return null;
  if (failed.length === 0 || failed.length > SECOND_LOOKS) return null;
  console.log(`\n· run again alone: ${failed.map(({ name }) => relative(root, name)).join(', ')}`);
  const { code, result } = await vitest(
    project,
    failed.map(({ name }) => name),
  );
  return code === 0 && result?.numPassedTests > 0 ? result.testResults : null;
}

function count(testResults) {
  for (const { status } of testResults.flatMap(({ assertionResults }) => assertionResults)) {
    counts[status === 'passed' || status === 'failed' ? status : 'skipped'] += 1;
  }
}

/** Runs one Vitest project and adds its result to the counts. Returns whether it passed. */
async function runVitest(project) {
  const { code, result } = await vitest(project);
  const files = result?.testResults ?? [];
  const failed = files.filter(({ status }) => status === 'failed');
  const again = code === 0 ? null : await passingAlone(project, failed);
  count(again === null ? files : files.filter((file) => !failed.includes(file)));
  if (again !== null) {
    count(again);
    unsteady.push(...failed.map(({ name }) => relative(root, name)));
    return true;
  }
  // A file that fails before its first test, or an unhandled rejection, fails the run without failing a test.
  const hasFailedTest = files.some(({ assertionResults }) =>
    assertionResults.some(({ status }) => status === 'failed'),
  );
  if (code !== 0 && !hasFailedTest) counts.failed += 1;
  return code === 0;
}

/** A step that is not a set of tests: it counts only when it fails. */
async function check(passes) {
  const passed = await passes;
  if (!passed) counts.failed += 1;
  return passed;
}

let isBuilt = true;
const needsBuild = (project) => async () => {
  if (!isBuilt) {
    console.log('· not run, because the build failed');
    return false;
  }
  return runVitest(project);
};

const steps = {
  lint: () => check(run('biome', ['check', '--error-on-warnings']).then((code) => code === 0)),
  types: () => check(run('tsc', ['--noEmit']).then((code) => code === 0)),
  unit: () => runVitest('unit'),
  build: async () => {
    const { build } = await import('./build.mjs');
    isBuilt = await check(
      build({ onProgress: (line) => console.log(`· ${line}`) }).then(
        () => true,
        (error) => {
          console.error(error.message);
          return false;
        },
      ),
    );
    return isBuilt;
  },
  worker: needsBuild('worker'),
  contracts: needsBuild('contracts'),
  e2e: async () => {
    if (chromium) {
      env.CHROME_PATH = chromium;
      return needsBuild('e2e')();
    }
    console.error(
      '· the browser tests need Chromium and none was found. Install it (Debian: apt-get install chromium; elsewhere Chrome, Chromium or Edge) or set CHROME_PATH to its program.',
    );
    return check(Promise.resolve(false));
  },
};

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const unknown = wanted.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`Unknown step: ${unknown.join(', ')}. Steps: ${Object.keys(steps).join(' ')}`);
  process.exit(2);
}

const chromium = await prepareMachine();
mkdirSync(join(root, 'test-results'), { recursive: true });
const summary = [];
for (const [name, step] of Object.entries(steps)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n── ${name}`);
  const startedAt = Date.now();
  const passed = await step();
  summary.push(
    `${passed ? 'ok    ' : 'FAILED'}  ${name.padEnd(10)} ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
  );
}
console.log(`\n${summary.join('\n')}\n`);
for (const file of unsteady) console.log(`UNSTEADY ${file}: failed beside others, passed alone (see above)`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
// A full run in which nothing passed proved nothing.
process.exit(counts.failed === 0 && (counts.passed > 0 || wanted.length > 0) ? 0 : 1);
