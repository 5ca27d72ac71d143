import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/domain/errors';
import { USUAL_ENDPOINT } from '../../../shared/domain/usual-settings';
import { endpointChoice, type EndpointChoice } from '../../../shared/protocol/endpoint-body';
import type { Config } from '../config';
import type { Logger } from '../logger';
import { textFile } from '../store/durable-file';
import type { TextFile } from '../text-file';
import { isLoopback } from './client-address';

const FILE = 'endpoint-settings';
/** All of this machine's IPv4 addresses. */
const EVERYWHERE = '0.0.0.0';

const fileShape = endpointChoice.extend({ version: z.literal(1) });
type Part = keyof EndpointChoice;

/** Where the endpoint listens. */
export interface Address {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Whether only private networks are let in, however far the address reaches. */
  readonly isPrivate: boolean;
}

export interface ChoicesOptions {
  readonly config: Pick<Config, 'dataDir' | 'host' | 'port' | 'given'>;
  /** Whether there is a window; without one, as when absent, the endpoint is the only way in. */
  readonly hasWindow?: boolean;
  readonly logger: Logger;
}

/**
 * What the trader has chosen about the endpoint. Flags come first. It has a file of its own: it is
 * read before the port is taken and the folder touched, and must not travel to another machine.
 */
export class EndpointChoices {
  readonly fixed: readonly Part[];
  /** Whether an address that cannot be had is a reason not to start. */
  readonly isStrict: boolean;
  readonly #options: ChoicesOptions;
  readonly #file: TextFile;
  /** Null while nothing was. */
  #chosen: EndpointChoice | null;

  private constructor(options: ChoicesOptions, file: TextFile, chosen: EndpointChoice | null) {
    const { config, hasWindow = false } = options;
    const { given } = config;
    this.#options = options;
    this.#file = file;
    this.#chosen = chosen;
    this.isStrict = !hasWindow || given.length > 0;
    this.fixed = [
      ...(hasWindow ? [] : (['enabled'] as const)),
      ...(given.includes('port') ? (['port'] as const) : []),
      ...(given.includes('host') ? (['lan'] as const) : []),
    ];
  }

  /** Reads them from the data folder; what cannot be read is as if nothing had been chosen. */
  static async read(options: ChoicesOptions): Promise<EndpointChoices> {
    const file = textFile(join(options.config.dataDir, FILE));
    try {
      const text = await file.read();
      return new EndpointChoices(options, file, text === null ? null : parse(text));
    } catch (error) {
      options.logger.warn('The settings of the endpoint could not be read; the usual ones hold', {
        error: String(error),
      });
      return new EndpointChoices(options, file, null);
    }
  }

  /** What holds, flags included. */
  get present(): EndpointChoice {
    const { config } = this.#options;
    const { enabled, port, lan } = this.#chosen ?? { ...USUAL_ENDPOINT, port: config.port };
    return {
      enabled: this.fixed.includes('enabled') || enabled,
      port: this.fixed.includes('port') ? config.port : port,
      lan: this.fixed.includes('lan') ? !isOfThisMachine(config.host) : lan,
    };
  }

  /** Where a choice has the endpoint listen. */
  addressOf({ port, lan }: EndpointChoice): Address {
    const isOpened = lan && !this.fixed.includes('lan');
    return { host: isOpened ? EVERYWHERE : this.#options.config.host, port, isPrivate: isOpened };
  }

  /**
   * What would hold with a change.
   * @throws {AppError} `INVALID` where a flag decides.
   */
  with(change: { readonly [K in Part]?: EndpointChoice[K] | undefined }): EndpointChoice {
    const { present } = this;
    const named = Object.entries(change).filter(([, value]) => value !== undefined);
    const after = { ...present, ...(Object.fromEntries(named) as Partial<EndpointChoice>) };
    const [refused] = this.fixed.filter((part) => after[part] !== present[part]);
    if (refused === undefined) return after;
    const field = `endpoint.${refused}`;
    const message = refused === 'enabled' ? 'is the only way in here' : 'is decided by a flag';
    throw new AppError('INVALID', `${field} ${message}`, {
      info: { details: [{ field, message }] },
    });
  }

  /** Resolves when a choice is durable. @throws the file system's error; nothing is changed then. */
  async choose(choice: EndpointChoice): Promise<void> {
    await this.#write(choice);
    this.#chosen = choice;
  }

  /** Writes them anew, for a folder that was deleted. @throws the file system's error. */
  async save(): Promise<void> {
    if (this.#chosen) await this.#write(this.#chosen);
  }

  #write(choice: EndpointChoice): Promise<void> {
    return this.#file.write(`${JSON.stringify({ version: 1, ...choice })}\n`);
  }
}

function parse(text: string): EndpointChoice {
  const { enabled, port, lan } = fileShape.parse(JSON.parse(text));
  return { enabled, port, lan };
}

const isOfThisMachine = (host: string): boolean => host === 'localhost' || isLoopback(host);
