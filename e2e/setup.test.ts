import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chromiumBinary } from '../build/chromium-binary.mjs';
import { electronBinary } from '../build/electron-binary.mjs';
import { StandInProject } from './stand-in-project';

const FAILING_VITE =
  'export const createBuilder = () => { throw new Error("a bracket is missing"); };';
const SETUP = ['build/setup.mjs', 'build'];

let project: StandInProject;
beforeEach(() => {
  project = new StandInProject();
});
afterEach(() => {
  project.remove();
});

describe('Set-up of a fresh clone', () => {
  test('installs, builds, and keeps stdout free for the program', async () => {
    const { code, stdout, stderr } = await project.run(SETUP);
    expect(stderr).toBe('set-up: Installing dependencies …\nset-up: Building …\n');
    expect(stdout).toBe('');
    expect(code).toBe(0);
    expect(existsSync(project.path('dist/electron/main.js'))).toBe(true);
  });

  test('has nothing to say and takes under two seconds the second time', async () => {
    await project.run(SETUP);
    const started = performance.now();
    expect(await project.run(SETUP)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('builds again when a source has changed, but not when only a test has', async () => {
    await project.run(SETUP);
    project.write('shared/price.test.ts', 'changed');
    expect((await project.run(SETUP)).stderr).toBe('');
    project.write('shared/price.ts', 'changed');
    expect((await project.run(SETUP)).stderr).toBe('set-up: Building …\n');
  });

  test('installs again when the lock file names something new', async () => {
    await project.run(SETUP);
    project.write('stand-ins/extra/package.json', '{"name":"extra","version":"1.0.0"}');
    project.lock(['vite', 'electron', 'extra']);
    expect((await project.run(SETUP)).stderr).toContain('Installing dependencies');
    expect(existsSync(project.path('node_modules/extra'))).toBe(true);
  });

  test('is done once when two runs start together', async () => {
    const both = await Promise.all([project.run(SETUP), project.run(SETUP)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const said = both.map(({ stderr }) => stderr).join('');
    expect(said.match(/Installing dependencies/g)).toHaveLength(1);
    expect(said.match(/Building/g)).toHaveLength(1);
  });

  test('takes over the lock of a run that was killed, at once', { timeout: 15_000 }, async () => {
    const dead = project.start(['-e', '0']);
    await new Promise((done) => dead.once('close', done));
    project.write('dist/.setup.lock', String(dead.pid));
    expect((await project.run(SETUP)).code).toBe(0);
    expect(existsSync(project.path('dist/.setup.lock'))).toBe(false);
  });

  test('tells why a build failed in plain lines', async () => {
    project.write('stand-ins/vite/index.js', FAILING_VITE);
    const { code, stderr } = await project.run(SETUP);
    expect(code).toBe(1);
    expect(stderr).toContain('a bracket is missing');
    expect(stderr).toMatch(
      /set-up: The build failed: mend what is named above and start again\.\n$/,
    );
    expect(stderr).not.toContain('    at ');
    expect(existsSync(project.path('dist/.stamp'))).toBe(false);
  });

  test('tells why the dependencies could not be installed', async () => {
    project.write('package-lock.json', '{');
    const { code, stderr } = await project.run(SETUP);
    expect(code).toBe(1);
    expect(stderr).toContain('set-up: package-lock.json is missing or unreadable.');
    expect(stderr).not.toContain('    at ');
  });

  test.runIf(process.platform === 'linux')(
    'names what the bench compares with and goes on without it',
    async () => {
      project.write('broken/flask_socketio.py', 'raise ImportError()');
      const { code, stderr } = await project.run(['build/setup.mjs', 'bench'], {
        PYTHONPATH: project.path('broken'),
      });
      expect(code).toBe(0);
      expect(stderr).toContain('apt-get install -y python3-flask-socketio python3-eventlet\n');
      expect(stderr).toContain('The bench leaves out what needs them.\n');
    },
  );

  test('refuses a Node that is too old in one line', async () => {
    const pretend =
      'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"18.20.0"}})';
    const { code, stderr } = await project.run(['--import', pretend, ...SETUP]);
    expect(code).toBe(1);
    expect(stderr).toBe('set-up: Node 18.20.0 is too old: install Node 20.19 or newer.\n');
  });
});

test('The Electron and the browser that set-up found are there for the tests', () => {
  expect(existsSync(electronBinary())).toBe(true);
  expect(existsSync(chromiumBinary() ?? '')).toBe(true);
});
