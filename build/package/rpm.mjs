import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stage } from './staging.mjs';

/** @typedef {import('./fpm-arguments.mjs').Wanted} Wanted */

/**
 * Builds a package for Fedora, openSUSE and their kin.
 * @param {Wanted} wanted
 * @param {string} work an empty folder
 * @throws {Error} when rpmbuild fails or is missing
 * @see https://rpm-software-management.github.io/rpm/manual/spec.html
 */
export function buildRpm(wanted, work) {
  const root = join(work, 'root');
  const spec = join(work, 'package.spec');
  writeFileSync(spec, specText(wanted, root, stage(wanted, root)));
  const { architecture = '', package: target = '' } = wanted.options;
  const made = join(work, 'made');
  const args = ['-bb', '--quiet', '--target', architecture];
  const defines = [`_topdir ${join(work, 'top')}`, `_rpmdir ${made}`, '_rpmfilename package.rpm'];
  execFileSync('rpmbuild', [...args, ...defines.flatMap((each) => ['--define', each]), spec], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  copyFileSync(join(made, String(readdirSync(made)[0])), target);
}

/**
 * The program is packed as it is: nothing is stripped, and no build ids of others are claimed.
 * @param {Wanted} wanted
 * @param {string} root
 * @param {string[]} files
 */
function specText({ depends, options }, root, files) {
  const script = (/** @type {string} */ name) =>
    options[name] === undefined ? '' : readFileSync(options[name], 'utf8').replace(/^#!.*\n/, '');
  const fields = {
    Name: options['name'],
    // A hyphen divides version and release; a tilde sorts before the release as semver wants it.
    Version: options['version']?.replaceAll('-', '~'),
    Release: options['iteration'] ?? '1',
    Summary: options['rpm-summary'] ?? options['description'],
    License: options['license'] ?? 'MIT',
    URL: options['url'],
    Vendor: options['vendor'],
    Packager: options['maintainer'],
    AutoReqProv: 'no',
    Requires: depends.join(', '),
  };
  const set = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return [
    '%define __os_install_post %{nil}',
    '%define _build_id_links none',
    '%define debug_package %{nil}',
    '%define _binary_payload w6.xzdio',
    ...set.map(([name, value]) => `${name}: ${value}`),
    `%description\n${options['description'] ?? ''}`,
    `%install\nmkdir -p %{buildroot}\ncp -a '${root}/.' %{buildroot}/`,
    `%post\n${script('after-install')}`,
    // Also run for the old package when a newer one has taken its place, with 1.
    `%postun\n[ "$1" = 0 ] || exit 0\n${script('after-remove')}`,
    `%files\n%defattr(-,root,root,-)\n${files.map((file) => `"${file}"`).join('\n')}`,
    '',
  ].join('\n');
}
