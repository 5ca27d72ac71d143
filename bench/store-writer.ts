// usage: node store-writer.js FOLDER BYTES BURST
//
// Changes a store for as long as it lives and prints the number of each change that is durable.
import { writeSync } from 'node:fs';
import { systemClock } from '../electron/services/clock';
import { silentLogger } from '../electron/services/logger';
import { openState } from '../electron/services/store/open-state';

const [folder = '', bytes = '2000', burst = '1'] = process.argv.slice(2);

async function main(): Promise<never> {
  const ports = { clock: systemClock, logger: silentLogger, random: Math.random };
  const { store, histories } = await openState(folder, ports);
  const [symbol = 'N0'] = store.state.watchlist.symbols ?? [];
  const groups = { padding: ['x'.repeat(Number(bytes))] };
  let last = Number(symbol.slice(1));
  const change = async (): Promise<void> => {
    const n = ++last;
    await histories.record({ alerts: [{ id: n, at: Date.now() }] }, () => ({
      watchlist: { symbols: [`N${n}`], groups },
    }));
    writeSync(1, `${n}\n`);
  };
  for (;;) await Promise.all(Array.from({ length: Number(burst) }, change));
}

await main();
