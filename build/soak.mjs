// The long-run test; flags are passed on, see bench/soak/main.ts.
import { bundleAndRun } from './bundle-and-run.mjs';

await bundleAndRun('soak', {
  main: 'bench/soak/main.ts',
  producer: 'bench/producer.ts',
  'fuzz-server': 'bench/soak/fuzz/server.ts',
  replay: 'electron/services/signals/replay-program.ts',
  'store-writer': 'bench/store-writer.ts',
});
