/** Whether `expected`, which is plain ASCII, stands at that place of a UTF-8 text. */
export function isAt(bytes: Buffer, at: number, expected: string): boolean {
  if (at + expected.length > bytes.length) return false;
  for (let n = 0; n < expected.length; n++) {
    if (bytes[at + n] !== expected.charCodeAt(n)) return false;
  }
  return true;
}
