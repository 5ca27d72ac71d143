import { createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { LineError } from './recorded-trade';

const MAX_LINE_CHARS = 16 * 1024 * 1024;

/** The lines of a text file, plain or gzip, read as they are needed. Errors are Node's own. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of await bytesOf(file)) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_CHARS) throw new LineError('the line is too long');
    yield* lines;
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
}

async function bytesOf(file: string): Promise<AsyncIterable<unknown>> {
  const isGzip = file.toLowerCase().endsWith('.gz') || (await startsAsGzip(file));
  const source = createReadStream(file);
  return isGzip ? unzipped(source) : source;
}

function unzipped(source: ReadStream): AsyncIterable<unknown> {
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  gunzip.on('close', () => source.destroy());
  return source.pipe(gunzip);
}

async function startsAsGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
