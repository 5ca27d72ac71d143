import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv, type SchemaObject } from 'ajv';
import { describe, expect, test } from 'vitest';
import { billOfMaterials } from '../build/package/bill-of-materials.mjs';
import { shippedComponents } from '../build/package/components.mjs';
import { packageConfig } from '../build/package/config.mjs';
import { releaseNotes } from '../build/package/release-notes.mjs';
import { repository } from './support/headless';
import { tempFolder } from './support/temp-folder';

const require = createRequire(import.meta.url);
const plain = {
  ...{ output: '/tmp/out', papers: '/tmp/papers', runtime: null, version: null, quick: false },
  notes: 'New: this.',
};
const environments = {
  'by hand': {},
  'of a release': {
    ...{ GITHUB_REPOSITORY: 'someone/tickwatch', CSC_LINK: 'file', APPLE_TEAM_ID: 'TEAM' },
  },
  'with a feed of its own': { TICKWATCH_UPDATE_URL: 'https://updates.example/tickwatch' },
};

function jsonFile(path: string): SchemaObject {
  return JSON.parse(readFileSync(path, 'utf8')) as SchemaObject;
}

describe('the configuration of the installers', () => {
  const fromBuilder = createRequire(require.resolve('electron-builder'));
  const schema = jsonFile(fromBuilder.resolve('app-builder-lib/scheme.json'));
  const isValid = new Ajv({ strict: false, allErrors: true }).compile(schema);

  test.each(Object.entries(environments))(
    '%s is one that electron-builder knows on all three systems',
    (_name, env) => {
      isValid(packageConfig({ ...plain, env }));
      expect(isValid.errors).toBeNull();
    },
  );

  test('is refused with a word that electron-builder does not know', () => {
    const config = packageConfig({ ...plain, env: {} });
    expect(isValid({ ...config, nsis: { ...config.nsis, oneclick: true } })).toBe(false);
  });

  test('asks for a certificate where one is at hand, and asks nobody for updates by hand', () => {
    const byHand = packageConfig({ ...plain, env: {} });
    expect(byHand).toMatchObject({ publish: null, forceCodeSigning: false });
    const released = packageConfig({ ...plain, env: environments['of a release'] });
    expect(released).toMatchObject({ forceCodeSigning: true, mac: { notarize: true } });
  });

  test('names one place for the newer versions of all systems, and tells what is new', () => {
    const released = packageConfig({ ...plain, env: environments['of a release'] });
    const place = { provider: 'github', owner: 'someone', repo: 'tickwatch', releaseType: 'draft' };
    expect(released.publish).toEqual([place]);
    expect(released.releaseInfo).toEqual({ releaseNotes: 'New: this.' });
    // A place of its own would stand instead of the one for all.
    const { linux, win, mac } = released;
    for (const system of [linux, win, mac]) expect(system).not.toHaveProperty('publish');
    // Early versions are in lists of their own, and stable ones in all of them.
    expect(released).toMatchObject({
      detectUpdateChannel: true,
      generateUpdatesFilesForAllChannels: true,
    });
    expect(win?.verifyUpdateCodeSignature).toBe(true);
  });

  test('refuses a place that would be asked in the clear', () => {
    const env = { TICKWATCH_UPDATE_URL: 'http://updates.example/tickwatch' };
    expect(() => packageConfig({ ...plain, env })).toThrow('must begin with https://');
  });

  test('takes the notes of a version from the changelog, or what is not released yet', () => {
    const changelog =
      '# C\n\n## [Unreleased]\n\n- c\n\n## [1.0.1] - 2026\n\n- b\n\n## [1.0.0]\n\n- a\n';
    const told = ['1.0.1', '1.0.0', '2.0.0'].map((version) => releaseNotes(changelog, version));
    expect(told).toEqual(['- b', '- a', '- c']);
    expect(releaseNotes('nothing', '1.0.0')).toBe('');
  });

  test('lets nothing but our code run in the packaged program', () => {
    expect(packageConfig({ ...plain, env: {} }).electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  test('says what goes in for each system: what is named for one stands instead of what is for all', () => {
    const { files, linux } = packageConfig({ ...plain, env: {} });
    expect(linux?.files).toEqual(expect.arrayContaining(files as string[]));
    expect(files).toEqual(['dist/{electron,preload,renderer}/**', 'package.json', '!**/*.map']);
  });

  test('is the same for the second package, whatever was done to that of the first', () => {
    const first = packageConfig({ ...plain, env: {} });
    const before = structuredClone(first);
    (first.files as string[]).length = 0;
    first.deb?.depends?.splice(0);
    Object.assign(first.electronFuses ?? {}, { runAsNode: true });
    expect(packageConfig({ ...plain, env: {} })).toEqual(before);
  });

  test('takes no right on macOS but the one that V8 needs', () => {
    const file = readFileSync(join(repository, 'build/package/entitlements.plist'), 'utf8');
    expect([...file.matchAll(/<key>(.*?)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit',
    ]);
  });
});

describe('the icons', () => {
  const icons = join(repository, 'build/icons');
  const sizeOf = (png: Buffer): readonly [number, number] => {
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    return [png.readUInt32BE(16), png.readUInt32BE(20)];
  };

  test('are drawn from the drawing as it is now (node build/icons.mjs draws them anew)', () => {
    const drawing = readFileSync(join(repository, 'renderer/icon.svg'));
    const digest = createHash('sha256').update(drawing).digest('hex');
    expect(readFileSync(join(icons, 'source.sha256'), 'utf8').trim()).toBe(digest);
  });

  test('of Linux have the sizes that their names say', () => {
    const names = readdirSync(join(icons, 'png'));
    expect(names).toHaveLength(9);
    for (const name of names) {
      expect(sizeOf(readFileSync(join(icons, 'png', name))).join('x')).toBe(name.slice(0, -4));
    }
  });

  test('of Windows go up to 256 pixels, and each picture is where the index says', () => {
    const ico = readFileSync(join(icons, 'icon.ico'));
    expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1]);
    const entries = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => 6 + 16 * index);
    const sizes = entries.map((at) => {
      const offset = ico.readUInt32LE(at + 12);
      const [width] = sizeOf(ico.subarray(offset, offset + ico.readUInt32LE(at + 8)));
      expect(ico.readUInt8(at)).toBe(width % 256);
      return width;
    });
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  test('of macOS hold every size under its name, to the last byte', () => {
    const icns = readFileSync(join(icons, 'icon.icns'));
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    const sizes: Record<string, number> = {};
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      sizes[icns.toString('latin1', at, at + 4)] = sizeOf(icns.subarray(at + 8))[0];
    }
    const plainSizes = { icp4: 16, icp5: 32, icp6: 64, ic07: 128, ic08: 256, ic09: 512 };
    expect(sizes).toEqual({ ...plainSizes, ic10: 1024, ic11: 32, ic12: 64, ic13: 256, ic14: 512 });
  });
});

describe('the bill of materials', () => {
  const product = { name: 'tickwatch', version: '1.2.3' };

  test('obeys the schema of CycloneDX', () => {
    const schemas = join(
      require.resolve('@cyclonedx/cyclonedx-library/package.json'),
      '../res/schema',
    );
    const ajv = new Ajv({ strict: false, validateFormats: false });
    for (const name of ['spdx', 'jsf-0.82']) {
      const file = `${name}.SNAPSHOT.schema.json`;
      // The bill's schema names the others by their files.
      const $id = `http://cyclonedx.org/schema/${file}`;
      ajv.addSchema({ ...jsonFile(join(schemas, file)), $id });
    }
    const isValid = ajv.compile(jsonFile(join(schemas, 'bom-1.6.SNAPSHOT.schema.json')));
    isValid(billOfMaterials(product, '45.0.0', shippedComponents()));
    expect(isValid.errors).toBeNull();
  });

  test('names what runs beside the bundles and what went into them, and nothing else', () => {
    const { components } = billOfMaterials(product, '45.0.0', shippedComponents());
    const names = components.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['electron', 'ws', 'pino', 'socket.io', 'svelte']),
    );
    expect(names).toContain('@fontsource-variable/inter');
    for (const tool of ['vite', 'vitest', 'typescript', 'eslint', 'electron-builder']) {
      expect(names).not.toContain(tool);
    }
  });

  test('is the same for the same contents, and another one for others', () => {
    const components = shippedComponents();
    const serial = (electron: string): string =>
      billOfMaterials(product, electron, components).serialNumber;
    expect(serial('45.0.0')).toBe(serial('45.0.0'));
    expect(serial('45.0.1')).not.toBe(serial('45.0.0'));
  });

  test('each part tells its license, and all but a few bring the text', () => {
    const components = shippedComponents();
    expect(components.filter(({ license }) => license === 'UNKNOWN')).toEqual([]);
    const textless = components.filter(({ texts }) => texts.length === 0);
    expect(textless.length).toBeLessThan(components.length / 10);
  });
});

describe.runIf(process.platform === 'linux')('the stand-in for fpm', () => {
  const program = join(repository, 'build/package/fpm.mjs');

  async function layOut(): Promise<{ folder: string; args: string[]; deb: string }> {
    const folder = await tempFolder();
    mkdirSync(join(folder, 'app', 'deep'), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'app', 'run'), '#!/bin/sh\n', { mode: 0o700 });
    writeFileSync(join(folder, 'app', 'deep', 'data'), 'x'.repeat(3000), { mode: 0o600 });
    writeFileSync(join(folder, 'after'), '#!/bin/sh\necho placed\n', { mode: 0o600 });
    const deb = join(folder, 'a.deb');
    const options = {
      '--deb-compression': 'gz',
      '--architecture': 'amd64',
      '--after-install': join(folder, 'after'),
      '--description': 'In short\n In full',
      '--version': '1.2.3',
      '--package': deb,
      '--name': 'sample',
      '--maintainer': 'Some One <one@sample.example>',
      '--url': 'https://sample.example',
      '--category': 'utils',
    };
    const args = ['-s', 'dir', '--force', '-t', 'deb', '-d', 'libc6', '-d', 'a | b'];
    args.push('--deb-recommends', 'c', ...Object.entries(options).flat());
    return { folder, args: [...args, `${folder}/app/=/opt/Sample`], deb };
  }

  test('builds a package with what was asked for, owned by root, readable by all', async () => {
    const { args, deb } = await layOut();
    execFileSync(program, args);
    const show = (flag: string): string =>
      execFileSync('dpkg-deb', [flag, deb], {
        encoding: 'utf8',
        env: { ...process.env, TZ: 'UTC' },
      });
    const lines = show('--field').split('\n');
    for (const line of ['Package: sample', 'Version: 1.2.3', 'Depends: libc6, a | b']) {
      expect(lines).toContain(line);
    }
    expect(lines).toEqual(expect.arrayContaining(['Description: In short', ' In full']));
    const listed = show('--contents').split('\n').filter(Boolean);
    const files = listed.map((line) => [line.slice(0, 20), line.split(' ').at(-1)].join(' '));
    expect(files).toContain('-rwxr-xr-x root/root ./opt/Sample/run');
    expect(files).toContain('-rw-r--r-- root/root ./opt/Sample/deep/data');
    expect(files.filter((line) => line.startsWith('d'))).toHaveLength(4);
    const script = execFileSync('dpkg-deb', ['--info', deb, 'postinst'], { encoding: 'utf8' });
    expect(script).toContain('echo placed');
  });

  test('ends with a word on what it does not know, and leaves no package', async () => {
    const { folder, args } = await layOut();
    for (const more of [['-x', 'y'], ['no-target'], ['-t', 'snap'], ['--flag']]) {
      const { status, stderr } = spawnSync(program, [...args, ...more], { encoding: 'utf8' });
      expect([more, status, stderr.split('\n').length]).toEqual([more, 1, 2]);
    }
    expect(readdirSync(folder)).not.toContain('a.deb');
  });
});
