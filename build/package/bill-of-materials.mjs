import { createHash } from 'node:crypto';

/** @typedef {import('./components.mjs').Component} Component */
/** @typedef {{ name: string, version: string }} Product */

/** SPDX expressions join identifiers by these words; one license is named by its identifier. */
const EXPRESSION = / (AND|OR|WITH) /;

/**
 * The bill of materials of a package. The same contents have the same bill, to the letter.
 * @param {Product} product
 * @param {string} electron version of the Electron inside
 * @param {Component[]} components
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function billOfMaterials(product, electron, components) {
  const runtime = {
    name: 'electron',
    version: electron,
    license: 'MIT',
    integrity: null,
    requires: [],
  };
  const all = [runtime, ...components];
  const refs = new Map(all.map(({ name, version }) => [name, refOf(name, version)]));
  const own = refOf(product.name, product.version);
  const parts = {
    metadata: {
      component: {
        type: 'application',
        'bom-ref': own,
        name: product.name,
        version: product.version,
        licenses: [{ license: { id: 'MIT' } }],
      },
    },
    components: all.map(describe),
    dependencies: [
      { ref: own, dependsOn: unique([...refs.values()]) },
      ...all.map(({ name, version, requires }) => ({
        ref: refOf(name, version),
        dependsOn: unique(requires.flatMap((each) => refs.get(each) ?? [])),
      })),
    ],
  };
  const serialNumber = `urn:uuid:${uuidOf(JSON.stringify(parts))}`;
  return { bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber, version: 1, ...parts };
}

/** @param {Omit<Component, 'texts'>} component */
function describe({ name, version, license, integrity }) {
  const ref = refOf(name, version);
  const hash = integrity?.startsWith('sha512-')
    ? Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex')
    : null;
  return {
    type: name === 'electron' ? 'framework' : 'library',
    'bom-ref': ref,
    name,
    version,
    ...(hash && { hashes: [{ alg: 'SHA-512', content: hash }] }),
    licenses: EXPRESSION.test(license) ? [{ expression: license }] : [{ license: { id: license } }],
    purl: ref,
  };
}

/**
 * @param {string} name
 * @param {string} version
 */
const refOf = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** @param {string[]} list */
const unique = (list) => [...new Set(list)];

/**
 * A UUID that stands for a text: version 8, whose bits are the maker's own.
 * @param {string} text
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
 */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
