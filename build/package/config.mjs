import { join } from 'node:path';
import { SetupError } from '../setup/messages.mjs';
import { at } from '../setup/paths.mjs';
import { FUSES } from './fuses.mjs';

/** Debian's packages for what Electron links or loads; `t64` is what newer releases call some. */
const DEBIAN_DEPENDS = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnotify4',
  'libnss3',
  'libxss1',
  'libxtst6',
  'xdg-utils',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libuuid1',
  'libsecret-1-0',
  'libasound2 | libasound2t64',
  'libgbm1',
];

/** Programs for messages on other systems; Linux brings its own. */
const NOTIFIERS = 'node_modules/node-notifier/vendor';

/** What lets a link open the program. */
const LINKS = { name: 'Tickwatch', schemes: ['tickwatch'] };

/** What we have built, and nothing else of the checkout; dependencies come along by themselves. */
const FILES = ['dist/{electron,preload,renderer}/**', 'package.json', '!**/*.map'];

/**
 * @typedef {object} Packaging
 * @property {string} output folder for what is made
 * @property {string} papers folder with licenses and bill of materials
 * @property {{ folder: string, version: string } | null} runtime an Electron to use instead of the
 *   pinned one's own download
 * @property {string | null} version instead of the one in package.json
 * @property {string} notes what is new, for those whom a newer version is offered
 * @property {boolean} quick for trying out: larger files, made in seconds
 * @property {NodeJS.ProcessEnv} env what signs and where releases lie
 */

/**
 * What electron-builder is told, for all systems.
 *
 * Signing follows electron-builder's own variables: `CSC_LINK` and `CSC_KEY_PASSWORD` (certificate),
 * `APPLE_ID`, `APPLE_APP_SPECIFIC_PASSWORD` and `APPLE_TEAM_ID` (notarization). With a certificate
 * at hand nothing unsigned is let out.
 * @param {Packaging} packaging
 * @returns {import('electron-builder').Configuration}
 * @see https://www.electron.build/configuration
 */
export function packageConfig({ output, papers, runtime, version, notes, quick, env }) {
  const home = homeOf(env);
  const metadata = {
    homepage: home,
    desktopName: 'tickwatch.desktop',
    ...(version === null ? {} : { version }),
  };
  // electron-builder writes into what it is given; the next package is to have the same.
  return structuredClone({
    appId: 'app.tickwatch.desktop',
    // Without a space: xdg-open cannot start a program whose path has one.
    productName: 'Tickwatch',
    copyright: 'The Tickwatch developers, MIT License',
    artifactName: '${name}-${version}-${os}-${arch}.${ext}',
    directories: { output, buildResources: at('build', 'icons') },
    files: FILES,
    asar: true,
    asarUnpack: [`**/${NOTIFIERS}/**`],
    extraMetadata: metadata,
    extraResources: [{ from: papers, to: 'licenses' }],
    protocols: [LINKS],
    electronLanguages: ['en-US', 'th'],
    electronFuses: FUSES,
    ...(runtime && { electronDist: runtime.folder, electronVersion: runtime.version }),
    afterPack: at('build', 'package', 'after-pack.mjs'),
    // There is nothing to compile, and nobody else's scripts run.
    npmRebuild: false,
    nodeGypRebuild: false,
    compression: quick ? 'store' : 'normal',
    publish: placeOf(env),
    releaseInfo: { releaseNotes: notes },
    detectUpdateChannel: true,
    generateUpdatesFilesForAllChannels: true,
    forceCodeSigning: Boolean(env.CSC_LINK),
    linux: linux(home),
    deb: { artifactName: ARTIFACT, compression: quick ? 'zst' : 'xz', depends: DEBIAN_DEPENDS },
    rpm: { artifactName: ARTIFACT },
    // It needs no library of the system to be mounted.
    toolsets: { appimage: '1.0.3' },
    ...(quick && { appImage: { compression: /** @type {const} */ ('zstd') } }),
    ...windows(),
    ...mac(env),
  });
}

/** One program for Intel and Apple silicon. */
const UNIVERSAL = /** @type {const} */ ('universal');

const ARTIFACT = '${name}-${version}-${arch}.${ext}';

/** @param {string} home */
const linux = (home) => ({
  target: ['deb', 'rpm', 'AppImage'],
  executableName: 'tickwatch',
  icon: at('build', 'icons', 'png'),
  category: 'Office',
  packageCategory: 'utils',
  synopsis: 'Trading monitor that never trades',
  vendor: 'The Tickwatch developers',
  maintainer: `The Tickwatch developers <developers@${new URL(home).hostname}>`,
  syncDesktopName: true,
  // Files named for one system stand instead of those named for all.
  files: [...FILES, `!${NOTIFIERS}/**`],
  desktop: {
    entry: {
      StartupWMClass: 'Tickwatch',
      Keywords: 'binance;crypto;price;alert;portfolio;',
      'X-GNOME-UsesNotifications': 'true',
    },
  },
});

const windows = () => ({
  win: {
    target: ['nsis', 'portable'],
    icon: at('build', 'icons', 'icon.ico'),
    verifyUpdateCodeSignature: true,
  },
  nsis: {
    artifactName: '${name}-${version}-${os}-${arch}-setup.${ext}',
    // For one user: no administrator is asked, and an update needs none either.
    oneClick: false,
    perMachine: false,
    allowElevation: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
  },
  portable: { artifactName: '${name}-${version}-${os}-${arch}-portable.${ext}' },
});

/** @param {NodeJS.ProcessEnv} env */
const mac = (env) => ({
  mac: {
    target: ['dmg', 'zip'].map((target) => ({ target, arch: UNIVERSAL })),
    icon: at('build', 'icons', 'icon.icns'),
    category: 'public.app-category.finance',
    darkModeSupport: true,
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: join(import.meta.dirname, 'entitlements.plist'),
    entitlementsInherit: join(import.meta.dirname, 'entitlements.plist'),
    notarize: Boolean(env.APPLE_TEAM_ID),
    // One program for both kinds of processors, the same in both halves.
    x64ArchFiles: `**/${NOTIFIERS}/**`,
  },
});

/**
 * Where the program asks for its updates: the releases of the repository that builds it, or a folder
 * on a server. A build of neither asks nobody.
 * @param {NodeJS.ProcessEnv} env
 * @throws {SetupError} for a server that is asked in the clear
 */
function placeOf({ TICKWATCH_UPDATE_URL: url, GITHUB_REPOSITORY: repository }) {
  if (url && !/^https:|^http:\/\/127\.0\.0\.1[:/]/.test(url))
    throw new SetupError(`TICKWATCH_UPDATE_URL must begin with https://, unlike ${url}`);
  if (url) return [{ provider: /** @type {const} */ ('generic'), url }];
  if (!repository) return null;
  const [owner = '', repo = ''] = repository.split('/');
  return [
    {
      provider: /** @type {const} */ ('github'),
      owner,
      repo,
      releaseType: /** @type {const} */ ('draft'),
    },
  ];
}

/**
 * Packages have to name a home page.
 * @param {NodeJS.ProcessEnv} env
 */
function homeOf({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository }) {
  return repository
    ? `${server ?? 'https://github.com'}/${repository}`
    : 'https://tickwatch.example';
}
