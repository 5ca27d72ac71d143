/** The arrows of the architecture; see README, "How it is built". */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { pathNot: allowed },
});

const electronPackage = ['^electron$', 'node_modules/electron(-updater)?/'];
const npm = 'node_modules/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Files that need each other belong together, or need a third that both use.',
      from: {},
      to: { circular: true },
    },
    only(
      'domain-is-pure',
      '^shared/domain/',
      ['^shared/domain/', 'node_modules/(zod|big\\.js)/'],
      'The domain is arithmetic: it imports nothing of ours but itself.',
    ),
    only(
      'protocol-on-domain',
      '^shared/',
      ['^shared/', npm],
      'Shared code runs in pages and services alike: no Node, no Electron.',
    ),
    only(
      'services-know-no-shell',
      '^electron/(services/|app\\.ts)',
      [
        '^electron/(services/|app\\.ts)',
        '^shared/',
        `${npm}(?!electron(-updater)?/)`,
        '^node:',
        '^[a-z_/]+$',
      ],
      'Services run headless and in tests: never Electron, the shell or the screen.',
    ),
    {
      name: 'electron-only-in-the-shell',
      severity: 'error',
      comment: 'Only main.ts, preload.ts and electron/shell may import Electron.',
      from: { pathNot: '^(electron/(main|preload)\\.ts|electron/shell/|e2e/)' },
      to: { path: electronPackage },
    },
    {
      name: 'shell-knows-services-as-types',
      severity: 'error',
      from: { path: '^electron/shell/', pathNot: '\\.test\\.ts$' },
      to: { path: '^electron/(services|app)', dependencyTypesNot: ['type-only'] },
    },
    only(
      'ui-knows-nothing-of-ours',
      '^renderer/ui/',
      ['^renderer/ui/', npm],
      'UI parts are drawn from their properties alone.',
    ),
    {
      name: 'features-stand-alone',
      severity: 'error',
      comment: 'What two features need belongs in ui, format, state or shared.',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/(features/(?!$1/)|views/)' },
    },
    only(
      'clients-know-the-contract-only',
      '^(clients|examples)/',
      ['^clients/', '^shared/protocol/', `${npm}(?!electron(-updater)?/)`, '^[a-z_/]+$'],
      'Clients are programs of their own: they know the contract, never what is behind it.',
    ),
    {
      name: 'renderer-imports-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: ['^electron/', '^node:', ...electronPackage] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^clients/typescript/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    combinedDependencies: true,
    extraExtensionsToScan: ['.svelte'],
    enhancedResolveOptions: { extensions: ['.ts', '.svelte.ts', '.svelte', '.js', '.mjs'] },
    builtInModules: { add: ['electron'] },
  },
};
