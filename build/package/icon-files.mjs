/** Edges of the pictures in pixels: what desktops, Windows and macOS ask for. */
export const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

/** @typedef {{ size: number, png: Buffer }} Picture */

/** The largest picture that Windows' format has a number for. */
const ICO_LIMIT = 256;
const ICO_HEAD = 6;
const ICO_ENTRY = 16;

/** macOS names a picture by its edge; the last four are the doubled ones of sharper screens. */
const ICNS_TYPES = /** @type {const} */ ([
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
]);

/**
 * Puts pictures into Windows' format for icons.
 * @param {Picture[]} pictures those over 256 are left out
 * @see https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)
 */
export function packIco(pictures) {
  const fitting = pictures.filter(({ size }) => size <= ICO_LIMIT);
  const head = Buffer.alloc(ICO_HEAD + ICO_ENTRY * fitting.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(fitting.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of fitting.entries()) {
    const at = ICO_HEAD + ICO_ENTRY * index;
    // One byte holds an edge, in which 256 reads as 0.
    head.writeUInt8(size % ICO_LIMIT, at);
    head.writeUInt8(size % ICO_LIMIT, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...fitting.map(({ png }) => png)]);
}

/**
 * Puts pictures into the format of macOS for icons.
 * @param {Picture[]} pictures
 * @see https://en.wikipedia.org/wiki/Apple_Icon_Image_format
 */
export function packIcns(pictures) {
  const bySize = new Map(pictures.map(({ size, png }) => [size, png]));
  const parts = ICNS_TYPES.flatMap(([type, size]) => {
    const png = bySize.get(size);
    return png ? [icnsPart(type, png)] : [];
  });
  return icnsPart('icns', Buffer.concat(parts));
}

/**
 * @param {string} type four letters
 * @param {Buffer} content
 */
function icnsPart(type, content) {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(head.length + content.length, 4);
  return Buffer.concat([head, content]);
}
