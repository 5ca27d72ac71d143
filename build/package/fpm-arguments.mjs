/**
 * @typedef {object} Wanted a package to build
 * @property {string} type deb or rpm
 * @property {string[]} depends
 * @property {string[]} recommends
 * @property {{ from: string, to: string }[]} content a `from` that ends with a slash is a folder
 *   whose content is meant
 * @property {Record<string, string>} options all that has one value, e.g. `version`, `after-install`
 */

/** Flags of fpm without a value. */
const SWITCHES = ['--force', '--debug'];

/**
 * Reads what electron-builder tells fpm, the program for Linux packages that it expects.
 * @param {string[]} argv
 * @returns {Wanted}
 * @throws {Error} for an argument nobody has thought of: left out, it would be missing in the package
 * @see https://fpm.readthedocs.io/en/latest/cli-reference.html
 */
export function readFpmArguments(argv) {
  const wanted = /** @type {Wanted} */ ({
    ...{ type: '', depends: [], recommends: [], content: [], options: {} },
  });
  const words = [...argv];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (SWITCHES.includes(word)) continue;
    if (!word.startsWith('-')) wanted.content.push(mapping(word));
    else take(wanted, word, valueOf(word, words.shift()));
  }
  return wanted;
}

/**
 * @param {string} flag
 * @param {string | undefined} value
 */
function valueOf(flag, value) {
  if (value === undefined) throw new Error(`${flag} lacks its value`);
  return value;
}

/** @param {string} word */
function mapping(word) {
  const at = word.lastIndexOf('=');
  if (at < 1) throw new Error(`${word} does not say where it goes`);
  return { from: word.slice(0, at), to: word.slice(at + 1) };
}

/**
 * @param {Wanted} wanted
 * @param {string} flag
 * @param {string} value
 */
function take(wanted, flag, value) {
  if (flag === '-s') return;
  if (flag === '-t') wanted.type = value;
  else if (flag === '-d') wanted.depends.push(value);
  else if (flag === '--deb-recommends') wanted.recommends.push(value);
  else if (flag.startsWith('--')) wanted.options[flag.slice(2)] = value;
  else throw new Error(`${flag} is not known`);
}
