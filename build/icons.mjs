// Draws the icons of all systems from renderer/icon.svg, by a Chromium without a window.
// usage: node build/icons.mjs
import './setup/node-version.mjs';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromiumBinary } from './chromium-binary.mjs';
import { packIcns, packIco, SIZES } from './package/icon-files.mjs';
import { setUp } from './setup/main.mjs';
import { runScript, SetupError } from './setup/messages.mjs';
import { at } from './setup/paths.mjs';

runScript(async () => {
  await setUp('dependencies');
  const svg = readFileSync(at('renderer', 'icon.svg'));
  const pictures = await draw(svg);
  const folder = at('build', 'icons');
  mkdirSync(at('build', 'icons', 'png'), { recursive: true });
  for (const { size, png } of pictures)
    writeFileSync(at('build', 'icons', 'png', `${size}x${size}.png`), png);
  writeFileSync(`${folder}/icon.ico`, packIco(pictures));
  writeFileSync(`${folder}/icon.icns`, packIcns(pictures));
  // Tells a test whether they are of this drawing.
  writeFileSync(`${folder}/source.sha256`, `${createHash('sha256').update(svg).digest('hex')}\n`);
});

/**
 * @param {Buffer} svg
 * @returns {Promise<import('./package/icon-files.mjs').Picture[]>}
 */
async function draw(svg) {
  const executablePath = chromiumBinary();
  if (!executablePath) throw new SetupError('No Chromium to draw with: set CHROME_PATH.');
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const pictures = [];
    for (const size of SIZES) {
      await page.setViewportSize({ width: size, height: size });
      const source = `data:image/svg+xml;base64,${svg.toString('base64')}`;
      await page.setContent(
        `<style>*{margin:0;display:block}</style><img src="${source}" width="${size}" height="${size}">`,
      );
      await page.waitForFunction('document.images[0].complete');
      pictures.push({ size, png: await page.screenshot({ omitBackground: true }) });
    }
    return pictures;
  } finally {
    await browser.close();
  }
}
