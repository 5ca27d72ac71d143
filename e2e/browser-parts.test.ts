import { test } from 'vitest';
import { useScreen } from './support/screen';

const screen = useScreen('alerts');

test('a part that is gone says so, leaves the window alone, and is there after loading anew', async () => {
  const page = await screen.open();
  page.setDefaultTimeout(20_000);
  // As after an update of the server: its new page has parts of other names.
  await page.route(/\/assets\/(Dialogs|JournalPane)-/, (route) => route.fulfill({ status: 404 }));
  await page.reload();
  await page.getByTestId('watchlist-row').first().waitFor();
  await page.getByRole('tab', { name: 'Journal' }).click();
  const missing = page.getByTestId('part-missing');
  await missing.getByText('could not be loaded').waitFor();
  await page.getByRole('tab', { name: 'Positions' }).click();
  await missing.waitFor({ state: 'detached' });
  await page.getByTestId('settings-open').click();
  const dialog = page.getByRole('dialog', { name: 'Something went wrong' });
  await dialog.getByText('could not be loaded').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByTestId('settings-open').click();
  await page.unrouteAll();
  await dialog.getByRole('button', { name: 'Load anew' }).click();
  await page.getByTestId('watchlist-row').first().waitFor();
  await page.getByTestId('settings-open').click();
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
});
