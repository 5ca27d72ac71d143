/** Spreads the bits of a 32-bit number, so that neighbors have nothing in common. */
function scramble(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A 32-bit seed out of any text. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return scramble(hash);
}

/** The seed of the `index`-th child of a seed (32 bits). */
export function childSeed(seed: number, index: number): number {
  return scramble(seed ^ scramble(index + 0x9e3779b9));
}

/** Four 16-bit numbers have this mean and standard deviation of their sum. */
const SUM_MEAN = 4 * 32767.5;
const SUM_DEVIATION = 65536 / Math.sqrt(3);

/**
 * Repeatable random numbers (mulberry32). Only integer and correctly rounded operations, so every
 * engine on every machine draws the same.
 */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  reseed(seed: number): void {
    this.#state = seed | 0;
  }

  /** 0 … 2^32 − 1. */
  word(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let bits = this.#state;
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return (bits ^ (bits >>> 14)) >>> 0;
  }

  /** 0 ≤ x < 1. */
  uniform(): number {
    return this.word() / 4294967296;
  }

  /** xⁿ of a uniform x: the larger n, the more of them are tiny. `**` is not the same on every engine. */
  skewed(power: number): number {
    const base = this.uniform();
    let product = base;
    for (let step = 1; step < power; step += 1) product *= base;
    return product;
  }

  /** Nearly normal, mean 0, deviation 1, within ±3.47: the sum of four uniform numbers. */
  normal(): number {
    const a = this.word();
    const b = this.word();
    const sum = (a & 0xffff) + (a >>> 16) + (b & 0xffff) + (b >>> 16);
    return (sum - SUM_MEAN) / SUM_DEVIATION;
  }

  /** Nearly exponential with mean 1: half the sum of two squared normals. */
  exponential(): number {
    const a = this.normal();
    const b = this.normal();
    return (a * a + b * b) / 2;
  }
}

/** Uniform numbers in [0, 1) that a seed (32 bits) decides, in the form of a random port. */
export function seededRandom(seed: number): () => number {
  const random = new Random(seed);
  return () => random.uniform();
}
