import { expect, onTestFinished, test } from 'vitest';
import { ask, startDesktop } from './support/desktop';
import { tempFolder } from './support/temp-folder';

test('a program that runs from its sources says why it looks for no newer version, and does not', async () => {
  const folder = await tempFolder();
  const { app, window } = await startDesktop(['--demo', '--data-dir', folder]);
  onTestFinished(() => app.close());
  await window.getByTestId('welcome-skip').click();
  await ask(window, 'patch_updates', { enabled: true });
  await expect(ask(window, 'check_updates', {})).rejects.toThrow('does not update itself');
  expect(await ask(window, 'get_updates', {})).toMatchObject({
    enabled: true,
    obstacle: 'sources',
  });
  await window.keyboard.press('Control+k');
  await window.getByTestId('palette-input').fill('check for updates');
  await window.getByTestId('palette-item').first().click();
  await window.getByText('It runs from its sources').waitFor();
});
