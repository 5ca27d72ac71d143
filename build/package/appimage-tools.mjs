import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Padded, for the file system behind it begins at a fixed place. */
const RUNTIME_BYTES = 4096;

/**
 * Stands in for the program at the front of an AppImage, which electron-builder would download: unpacks
 * the file system behind it instead of mounting it. For tests, never for release: it is slow, and needs
 * unsquashfs.
 */
const RUNTIME = `#!/bin/sh
self=$(readlink -f "$0")
dir=$(mktemp -d "\${TMPDIR:-/tmp}/appimage-XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'kill -TERM "$child"' TERM INT
unsquashfs -quiet -no-progress -force -offset ${RUNTIME_BYTES} -dest "$dir" "$self" >/dev/null || exit 1
APPIMAGE=$self APPDIR=$dir "$dir/AppRun" "$@" &
child=$!
wait "$child"
code=$?
# A signal has ended the first wait, not the program.
while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done
exit "$code"
`;

/**
 * Lays out what electron-builder needs for an AppImage, from the system's own tools.
 * @param {string} folder is made; `APPIMAGE_TOOLS_PATH` to electron-builder
 */
export function layOutAppImageTools(folder) {
  for (const part of ['runtimes', join('lib', process.arch)])
    mkdirSync(join(folder, part), { recursive: true });
  for (const tool of ['mksquashfs', 'desktop-file-validate'])
    symlinkSync(join('/usr/bin', tool), join(folder, tool));
  const runtime = join(folder, 'runtimes', `runtime-${process.arch}`);
  writeFileSync(runtime, `${RUNTIME.padEnd(RUNTIME_BYTES - 1, '#')}\n`);
  chmodSync(runtime, 0o755);
}
