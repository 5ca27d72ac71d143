// A picture of every screen in every state, theme, language and size; flags are passed on, see
// e2e/pictures.ts.
import { bundleAndRun } from './bundle-and-run.mjs';

await bundleAndRun('pictures', { main: 'e2e/pictures.ts' });
