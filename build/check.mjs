// Runs the static checks, two at a time: types, lint, boundaries, dead code, format.
// usage: node build/check.mjs
import './setup/node-version.mjs';
import { setUp } from './setup/main.mjs';
import { runScript } from './setup/messages.mjs';
import { runChecks } from './run-checks.mjs';

runScript(async () => {
  await setUp('dependencies');
  const { passed, failed } = await runChecks();
  process.stdout.write(`${passed} checks passed, ${failed} failed\n`);
  process.exitCode = failed > 0 ? 1 : 0;
});
