// The benchmark; flags are passed on, see bench/main.ts.
import { bundleAndRun } from './bundle-and-run.mjs';

await bundleAndRun('bench', {
  main: 'bench/main.ts',
  producer: 'bench/producer.ts',
  'fanout-server': 'bench/fanout/server.ts',
  'fanout-load': 'bench/fanout/load.ts',
  replay: 'electron/services/signals/replay-program.ts',
});
