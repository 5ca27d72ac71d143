#!/usr/bin/env node
// Stands in for fpm, which electron-builder calls for Linux packages and would download: builds deb
// by dpkg-deb and rpm by rpmbuild. What is built here and what is released is made in the same way.
// usage: by electron-builder, through CUSTOM_FPM_PATH
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDeb } from './deb.mjs';
import { readFpmArguments } from './fpm-arguments.mjs';
import { buildRpm } from './rpm.mjs';

const BUILDERS = /** @type {Record<string, typeof buildDeb>} */ ({ deb: buildDeb, rpm: buildRpm });

const work = mkdtempSync(join(tmpdir(), 'tickwatch-package-'));
try {
  const wanted = readFpmArguments(process.argv.slice(2));
  const build = BUILDERS[wanted.type];
  if (!build) throw new Error(`There is no way here to build ${wanted.type || 'nothing'}`);
  build(wanted, work);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
