// The benchmark; flags are passed on, see bench/main.ts.
import { bundleAndRun } from './bundle-and-run.mjs';

await bundleAndRun('bench', {
  main: 'bench/main.ts',
  producer: 'bench/producer.ts',
  replay: 'electron/services/signals/replay-program.ts',
});
