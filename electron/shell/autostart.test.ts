import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { autostartEntry, autostartFile, setAutostart } from './autostart';

test('the app is started by the command given, hidden where that is wanted', () => {
  expect(autostartEntry(['/opt/Tickwatch/tickwatch'], 'window')).toContain(
    '\nExec="/opt/Tickwatch/tickwatch"\n',
  );
  expect(autostartEntry(['/opt/tickwatch', '/app'], 'hidden')).toContain(
    '\nExec="/opt/tickwatch" "/app" "--hidden"\n',
  );
});

test('whatever a path is called, it stays one argument', () => {
  const nasty = '/home/a b/100% "$(rm)"`x`\\y.AppImage';
  expect(autostartEntry([nasty], 'window')).toContain(
    'Exec="/home/a b/100%% \\\\"\\\\$(rm)\\\\"\\\\`x\\\\`\\\\\\\\y.AppImage"\n',
  );
});

test('the file is where desktops look, comes with its folder and goes again', async () => {
  const home = await mkdtemp(join(tmpdir(), 'tickwatch-autostart-'));
  onTestFinished(() => rm(home, { recursive: true }));
  expect(autostartFile({ XDG_CONFIG_HOME: '/c' }, home)).toBe('/c/autostart/tickwatch.desktop');
  const file = autostartFile({ XDG_CONFIG_HOME: '' }, home);
  expect(file).toBe(join(home, '.config/autostart/tickwatch.desktop'));
  await setAutostart(file, ['/opt/tickwatch'], 'off');
  await setAutostart(file, ['/opt/tickwatch'], 'hidden');
  expect(await readFile(file, 'utf8')).toContain('--hidden');
  await setAutostart(file, ['/opt/tickwatch'], 'off');
  await expect(readFile(file)).rejects.toThrow('ENOENT');
  await expect(setAutostart(file, ['/a\nExec=evil'], 'window')).rejects.toThrow('line break');
});
