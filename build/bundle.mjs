// Builds the page, the Node side and the preload into dist/. Started by set-up, in a process of
// its own whose output is shown only when it fails.
import { createBuilder } from 'vite';

// Vite also knows an environment "ssr", which this product has no use for.
const ENVIRONMENTS = ['client', 'node', 'preload'];

async function bundle() {
  const builder = await createBuilder({ logLevel: 'warn' }, false);
  for (const name of ENVIRONMENTS) {
    const environment = builder.environments[name];
    if (!environment) throw new Error(`vite.config.ts has no environment "${name}"`);
    await builder.build(environment);
  }
}

bundle().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
