import { pick } from './sample';

/** Uniform in [0, 1). */
type Random = () => number;

/** Engine.IO and Socket.IO packets that no client sends; some of them end the connection. */
const TEXTS: readonly string[] = [
  ...['', '0', '1', '2', '2probe', '3', '4', '5', '6', '7', '9x', 'b', 'b!!!', '\u0000'],
  ...['40', '40{', '40null', '40{"token":1}', '40/admin,', '40/admin,{}', '41', '41/x,'],
  ...[
    '42',
    '42[',
    '42[]',
    '42{}',
    '42[1]',
    '42[null]',
    '42["x"',
    '42[{"toString":1}]',
    '42/x,["a"]',
  ],
  ...['42["connect"]', '42["disconnect"]', '42["disconnecting"]', '42["newListener",1]'],
  ...['42999999999999999999["get_health",{}]', '42-1["get_health",{}]', '42["error",{}]'],
  ...['43', '431[1]', '43999[]', '43[1]', '431', '44', '44{"message":"x"}', '45', '46', '47'],
  ...['451-', '451-["x"]', '450-["x"]', '45-1-["x"]', '4599999999-["x"]', '451-["x",1]'],
  ...['451-["x",{"_placeholder":true,"num":9}]', '451-["x",{"_placeholder":true,"num":-1}]'],
  ...['461-1[{"_placeholder":true,"num":"0"}]', '451-["x",{"_placeholder":true,"num":"toString"}]'],
  ...['42["a",{"__proto__":{"polluted":1}}]', '42["__proto__",{"polluted":1}]', '42{"polluted":1}'],
  ...[`42["${'x'.repeat(70_000)}"]`, `42${'['.repeat(30_000)}`, '4'.repeat(1000)],
];

/** Bytes on the wire after the handshake that are no WebSocket frames, or none that may be. */
const BYTES: readonly (readonly number[])[] = [
  // Not masked.
  [0x81, 0x02, 0x34, 0x30],
  // Reserved bits and operations.
  [0xf1, 0x80, 0, 0, 0, 0],
  [0x83, 0x80, 0, 0, 0, 0],
  [0x8f, 0x80, 0, 0, 0, 0],
  // A length of many terabytes, and one below zero.
  [0x81, 0xff, 0x00, 0x0f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0],
  [0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0],
  // A ping that is too long, one in two parts, a rest without a beginning.
  [0x89, 0xfe, 0x01, 0x00, 0, 0, 0, 0],
  [0x09, 0x80, 0, 0, 0, 0],
  [0x80, 0x80, 0, 0, 0, 0],
  // A goodbye with half a code, and with one that does not exist.
  [0x88, 0x81, 0, 0, 0, 0, 0x03],
  [0x88, 0x82, 0, 0, 0, 0, 0x00, 0x01],
  // Text that is not UTF-8.
  [0x81, 0x83, 0, 0, 0, 0, 0x34, 0xff, 0xfe],
];

/** A packet as no client sends it. */
export function rawText(random: Random): string {
  const text = pick(TEXTS, random);
  if (random() < 0.8) return text;
  const at = Math.floor(random() * (text.length + 1));
  return text.slice(0, at) + String.fromCharCode(Math.floor(random() * 0x3000)) + text.slice(at);
}

/** What breaks the rules of WebSocket itself, or chance. */
export function rawBytes(random: Random): Buffer {
  if (random() < 0.8) return Buffer.from(pick(BYTES, random));
  return Buffer.from(Array.from({ length: 40 }, () => Math.floor(random() * 256)));
}
