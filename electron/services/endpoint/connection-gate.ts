import { addressKey, isLoopback, isPrivate } from './client-address';

/** Connections beyond the clients that may be there: pages, requests, and those yet to say who they are. */
const SPARE_IN_ALL = 4096;
const SPARE_PER_ADDRESS = 64;

export interface GateOptions {
  /** Clients that may be connected at once. */
  readonly maxClients: number;
  /** Whether only private networks are let in. */
  readonly isPrivate: boolean;
}

/**
 * Counts the connections there are, before a byte of them is read. Programs on this machine share one
 * address, so that only others are held to a share.
 */
export class ConnectionGate {
  readonly #options: GateOptions;
  readonly #byAddress = new Map<string, number>();
  #count = 0;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Whether one more may come from an address; each that may has to `leave` in the end. */
  enter(address: string | undefined): boolean {
    const { maxClients } = this.#options;
    if (this.#options.isPrivate && !isPrivate(address)) return false;
    if (this.#count >= maxClients + SPARE_IN_ALL) return false;
    const key = addressKey(address);
    const own = this.#byAddress.get(key) ?? 0;
    if (own >= maxClients + SPARE_PER_ADDRESS && !isLoopback(address)) return false;
    this.#byAddress.set(key, own + 1);
    this.#count++;
    return true;
  }

  leave(address: string | undefined): void {
    const key = addressKey(address);
    const own = this.#byAddress.get(key) ?? 0;
    if (own > 1) this.#byAddress.set(key, own - 1);
    else this.#byAddress.delete(key);
    this.#count--;
  }
}
