// Builds the typed client for those who install it: JavaScript and declarations that stand alone.
// usage: npm run client
import './setup/node-version.mjs';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { format } from 'prettier';
import ts from 'typescript';
import { build } from 'vite';
import { runScript, SetupError } from './setup/messages.mjs';
import { at, memory } from './setup/paths.mjs';

const NAME = 'tickwatch-client';
const source = at('clients', 'typescript');
const target = at('clients', 'typescript', 'dist');

runScript(async () => {
  await bundle(`${source}/${NAME}.ts`, target, ['socket.io-client']);
  await write(`${NAME}.d.ts`, clientDeclarations());
  await write('contract.d.ts', await contractDeclarations());
});

/**
 * @param {string} entry
 * @param {string} outDir
 * @param {string[]} external
 */
async function bundle(entry, outDir, external) {
  await build({
    configFile: false,
    root: at(),
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      minify: false,
      lib: { entry, formats: ['es'], fileName: (_format, name) => `${name}.js` },
      rolldownOptions: { external },
    },
  });
}

function clientDeclarations() {
  const fileName = `${source}/${NAME}.ts`;
  const compilerOptions = {
    declaration: true,
    isolatedDeclarations: true,
    target: ts.ScriptTarget.ES2022,
  };
  const text = readFileSync(fileName, 'utf8');
  const made = ts.transpileDeclaration(text, { fileName, compilerOptions });
  const [fault] = made.diagnostics ?? [];
  if (fault) throw new SetupError(ts.flattenDiagnosticMessageText(fault.messageText, '\n'));
  // The way every resolution of modules finds it.
  return made.outputText.replaceAll("'./contract'", "'./contract.js'");
}

async function contractDeclarations() {
  mkdirSync(memory, { recursive: true });
  const folder = mkdtempSync(`${memory}/client-`);
  try {
    await bundle(`${source}/declarations/contract-text.ts`, folder, []);
    const made = await import(pathToFileURL(`${folder}/contract-text.js`).href);
    return /** @type {string} */ (made.contractText());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} name
 * @param {string} text
 */
async function write(name, text) {
  const tidy = await format(text, { parser: 'typescript', singleQuote: true, printWidth: 100 });
  writeFileSync(`${target}/${name}`, tidy);
}
