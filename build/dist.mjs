// Builds what people install, into release/: on Linux a deb and a tar.gz, elsewhere what the system's
// own people expect. Nothing is published.
// usage: node build/dist.mjs [deb|rpm|AppImage|tar.gz|nsis|portable|dmg|zip …] [--quick]
//        [--output DIR] [--version V]
import './setup/node-version.mjs';
import { parseArgs } from 'node:util';
import { setUp } from './setup/main.mjs';
import { runScript, SetupError } from './setup/messages.mjs';
import { at } from './setup/paths.mjs';

runScript(async () => {
  const { values, positionals } = readArguments();
  await setUp('package');
  // It needs what set-up has just installed.
  const { makePackages } = await import('./package/make-packages.mjs');
  await makePackages({
    output: values.output ?? at('release'),
    targets: positionals,
    version: values.version ?? null,
    quick: values.quick ?? false,
  });
});

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: 'boolean' },
        output: { type: 'string' },
        version: { type: 'string' },
      },
    });
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error));
  }
}
