#!/usr/bin/env node
/** `npx vitrine …`: the command line. Plain JavaScript first, so that an old Node gets one clear line. */
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `vitrine needs Node 24 or newer; this is ${process.version}. Inside the project, \`npm exec vitrine\` brings its own.`,
  );
  process.exit(1);
}
const { run } = await import('./vitrine.ts');
process.exit(await run(process.argv.slice(2)));
