import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';

/** A place for newer versions, at the address that the packages name. */
export class UpdateFeed {
  /** What it was asked, as paths. */
  readonly asked: string[] = [];
  /** Whatever could tell one installation from another. */
  readonly marks = new Set<string>();
  /** Sends every file with one bit of it turned over. */
  isTampered = false;
  readonly #server: Server;

  /** @param folder With the list of versions and their files. */
  constructor(private readonly folder: string) {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  /** @param url As the packages name it. */
  async open(url: string): Promise<void> {
    const { hostname, port } = new URL(url);
    await new Promise<void>((done, fail) => {
      this.#server.once('error', fail).listen(Number(port), hostname, done);
    });
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer({ url = '/', headers }: IncomingMessage, response: ServerResponse): void {
    const name = basename(new URL(url, 'http://feed').pathname);
    this.asked.push(name);
    for (const key of ['x-user-staging-id', 'cookie', 'authorization']) {
      const mark = headers[key];
      if (mark !== undefined) this.marks.add(`${key}: ${String(mark)}`);
    }
    const file = join(this.folder, name);
    if (!readdirSync(this.folder).includes(name)) {
      response.writeHead(404).end();
    } else if (name.endsWith('.yml')) {
      response.end(readFileSync(file));
    } else {
      response.writeHead(200, { 'content-length': statSync(file).size });
      createReadStream(file).pipe(this.#passing()).pipe(response);
    }
  }

  #passing(): Transform {
    let isFirst = this.isTampered;
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        if (isFirst) chunk[chunk.length - 1] = (chunk.at(-1) ?? 0) ^ 1;
        isFirst = false;
        done(null, chunk);
      },
    });
  }
}
