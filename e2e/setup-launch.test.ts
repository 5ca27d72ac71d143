import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ending, StandInProject } from './stand-in-project';

const asRoot = process.getuid?.() === 0;

let project: StandInProject;
beforeEach(async () => {
  project = new StandInProject();
  await project.run(['build/setup.mjs', 'desktop'], { DISPLAY: ':7', ELECTRON_MIRROR: 'works' });
});
afterEach(() => {
  project.remove();
});

describe('The launcher with a display', () => {
  const env = { DISPLAY: ':7', ELECTRON_RUN_AS_NODE: '1', npm_config_yes: 'true' };

  test('puts the app between the switches and the flags, and ends with the code of the app', async () => {
    const { code, stdout } = await project.run(['build/launch.mjs', '--demo', '--port', '0'], env);
    const words = [...(asRoot ? ['--no-sandbox'] : []), project.folder, '--demo', '--port', '0'];
    expect(stdout).toBe(words.map((word) => `word ${word}\n`).join(''));
    expect(code).toBe(3);
  });
});

describe('The server', () => {
  test('starts from a fresh clone with nothing but its ready line on stdout', async () => {
    const clone = new StandInProject();
    const child = clone.start(['build/serve.mjs', '--port', '0']);
    const end = ending(child);
    if (child.stdout) await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const { code, stdout, stderr } = await end;
    clone.remove();
    expect(stdout).toBe(
      '{"ready":true,"url":"http://127.0.0.1:1","token":"abc","flags":["--port","0"]}\n',
    );
    expect(stderr).toContain('Installing dependencies');
    expect(code).toBe(4);
  });
});

describe('The launcher without a display', () => {
  test('runs the server, leaves stdout to it and gives people the link', async () => {
    const child = project.start(['build/launch.mjs', '--demo']);
    const end = ending(child);
    if (child.stderr)
      for await (const chunk of child.stderr) if (String(chunk).includes('Open')) break;
    child.kill('SIGTERM');
    const { code, stdout, stderr } = await end;
    expect(stdout).toBe(
      '{"ready":true,"url":"http://127.0.0.1:1","token":"abc","flags":["--demo"]}\n',
    );
    expect(stderr).toContain('No display here: starting the server instead');
    expect(stderr).toContain('Open http://127.0.0.1:1/#token=abc\n');
    expect(code).toBe(4);
  });

  test('passes one wish to stop on once, however many senders it has', async () => {
    const child = project.start(['build/launch.mjs']);
    const end = ending(child);
    if (child.stdout) await once(child.stdout, 'data');
    child.kill('SIGINT');
    child.kill('SIGTERM');
    const { code, stderr } = await end;
    expect(stderr).toContain('signals 1');
    expect(code).toBe(4);
  });
});
