import { networkInterfaces } from 'node:os';
import { AppError } from '../../../shared/domain/errors';
import type {
  EndpointChoice,
  EndpointFault,
  EndpointState,
} from '../../../shared/protocol/endpoint-body';
import { EVERYONE } from '../../../shared/protocol/rooms';
import type { Clock, Timer } from '../clock';
import type { Logger } from '../logger';
import { wire } from '../wire';
import { isPrivate } from './client-address';
import { Endpoint, type EndpointOptions } from './endpoint';
import { EndpointChoices, type ChoicesOptions } from './endpoint-choices';

/** Whoever asked for a change over the endpoint itself gets the answer first. */
const ANSWER_MS = 250;
const RETRY_MS = 5000;
const PARTS = ['enabled', 'port', 'lan'] as const;

export interface SwitchOptions extends ChoicesOptions {
  readonly clock: Clock;
  readonly logger: Logger;
}

type Change = Parameters<EndpointChoices['with']>[0];

/** The local endpoint where the trader wants it: off, on a port, open to the local network. */
export class EndpointSwitch {
  readonly #options: SwitchOptions;
  readonly #choices: EndpointChoices;
  #parts: EndpointOptions | null = null;
  #endpoint: Endpoint | null = null;
  /** Taken for a change that is about to be made. */
  #next: Endpoint | null = null;
  #fault: EndpointFault | null = null;
  #timer: Timer | null = null;
  /** One change after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(options: SwitchOptions, choices: EndpointChoices) {
    this.#options = options;
    this.#choices = choices;
  }

  /**
   * Takes the port; every request is refused until `open`.
   * @throws {AppError} `INVALID` when a flag's address, or a server's, cannot be had.
   */
  static async start(options: SwitchOptions): Promise<EndpointSwitch> {
    const choices = await EndpointChoices.read(options);
    const made = new EndpointSwitch(options, choices);
    await made.#bind().catch((error: unknown) => {
      if (choices.isStrict) throw error;
    });
    return made;
  }

  get choice(): EndpointChoice {
    return this.#choices.present;
  }

  /** What cannot be chosen here. */
  get fixed(): EndpointChoices['fixed'] {
    return this.#choices.fixed;
  }

  get state(): EndpointState {
    const endpoint = this.#endpoint;
    const fault = this.#fault;
    if (!endpoint) return { state: fault ? 'failed' : 'off', fault, url: null, lan_urls: [] };
    const lanUrls = this.choice.lan ? privateAddresses().map((each) => endpoint.urlAt(each)) : [];
    return { state: 'open', fault: null, url: endpoint.url, lan_urls: lanUrls };
  }

  open(parts: EndpointOptions): void {
    this.#parts = parts;
    this.#endpoint?.open(parts);
    if (this.#fault) this.#retryLater();
  }

  /**
   * Changes what was chosen. Resolves when it is durable; the endpoint moves a moment later.
   * @throws {AppError} `INVALID` where a flag decides or the port cannot be had, `UNAVAILABLE` when
   * it cannot be saved; nothing is changed then.
   */
  change(change: Change): Promise<void> {
    const prepared = this.#turn.then(() => this.#prepare(change));
    this.#turn = prepared.then(
      async (isChanged) => {
        if (isChanged) await this.#move();
      },
      () => undefined,
    );
    return prepared.then(() => undefined);
  }

  /** Writes what was chosen anew, for a folder that was deleted. @throws the file system's error. */
  save(): Promise<void> {
    return this.#choices.save();
  }

  /** Sends every client away and lets go of the port. */
  async close(): Promise<void> {
    this.#timer?.cancel();
    await this.#next?.close();
    await this.#endpoint?.close();
    this.#endpoint = null;
  }

  async #prepare(change: Change): Promise<boolean> {
    const before = this.choice;
    const after = this.#choices.with(change);
    if (PARTS.every((part) => after[part] === before[part])) return false;
    this.#next = await this.#bindAhead(after);
    try {
      await this.#choices.choose(after);
    } catch (error) {
      await this.#next?.close();
      this.#next = null;
      throw new AppError('UNAVAILABLE', 'The choice could not be saved', { cause: error });
    }
    return true;
  }

  /** Null where the port is our own already, or none is wanted. */
  async #bindAhead(choice: EndpointChoice): Promise<Endpoint | null> {
    const address = this.#choices.addressOf(choice);
    const isOurs = address.port !== 0 && this.#endpoint?.port === address.port;
    if (!choice.enabled || isOurs) return null;
    return Endpoint.bind(address).catch((error: unknown) => {
      const message = error instanceof AppError ? error.message : String(error);
      const details = [{ field: 'endpoint.port', message }];
      throw new AppError('INVALID', message, { info: { details }, cause: error });
    });
  }

  async #move(): Promise<void> {
    await new Promise<void>((done) => {
      this.#timer?.cancel();
      this.#timer = this.#options.clock.after(ANSWER_MS, done);
    });
    await this.#endpoint?.close();
    this.#endpoint = this.#next;
    this.#next = null;
    this.#fault = null;
    // Why not is told by the state.
    if (!this.#endpoint) await this.#bind().catch(() => undefined);
    this.#serve();
  }

  /** @throws {AppError} `INVALID` when the address cannot be had; the fault says why. */
  async #bind(): Promise<void> {
    const { choice } = this;
    if (!choice.enabled) return;
    try {
      this.#endpoint = await Endpoint.bind(this.#choices.addressOf(choice));
      this.#fault = null;
    } catch (error) {
      const message = error instanceof AppError ? error.message : String(error);
      // Where it is a reason not to start, it is told as such.
      if (!this.#fault && !this.#choices.isStrict)
        this.#options.logger.warn('The endpoint is not open', { error: message });
      this.#fault = faultOf(error);
      throw error;
    }
  }

  #serve(): void {
    if (this.#parts) {
      this.#endpoint?.open(this.#parts);
      const status = wire.endpointStatus(this.state, this.#options.clock.now());
      this.#parts.hub.publish(EVERYONE, 'endpoint_status', status);
    }
    if (this.#fault) this.#retryLater();
  }

  #retryLater(): void {
    this.#timer = this.#options.clock.after(RETRY_MS, () => {
      this.#turn = this.#turn.then(() => this.#retry());
    });
  }

  async #retry(): Promise<void> {
    if (this.#endpoint || !this.choice.enabled) return;
    try {
      await this.#bind();
    } catch {
      this.#retryLater();
      return;
    }
    this.#serve();
  }
}

function faultOf(error: unknown): EndpointFault {
  const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : null;
  if (cause?.code === 'EADDRINUSE') return 'port_in_use';
  return cause?.code === 'EACCES' ? 'port_not_allowed' : 'address';
}

/** Where others of the local network find this machine. */
function privateAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && isPrivate(address))
    .map(({ address }) => address);
}
