/** An answer is longer than it may be. */
export class TooLargeError extends Error {}

/**
 * The text of an answer.
 * @throws {TooLargeError} when it is longer than `maxBytes`, unpacked.
 */
export async function readBody(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Web streams carry any value by their types; a body's are bytes.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new TooLargeError(`more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  // Unlike a buffer's own way, this one leaves out the mark some servers put before their UTF-8.
  return new TextDecoder().decode(Buffer.concat(chunks));
}
