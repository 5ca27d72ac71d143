// Follows Tickwatch and prints alerts and reversals; goes on where it was when the line breaks.
//
//   npm install socket.io-client
//   node follow.mjs URL TOKEN [SYMBOL]
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';

const [url, token, symbol = 'BTC/USDT'] = process.argv.slice(2);
// One name for the whole run: the service replays what was missed, in order and once.
const session = randomUUID();
let lastSeq;

const socket = io(url, {
  transports: ['websocket'],
  auth: (send) => send({ token, session, last_seq: lastSeq }),
});

socket.onAny((type, { data, seq }) => {
  lastSeq = seq;
  process.stdout.write(`${JSON.stringify({ seq, type, data })}\n`);
  // Told to be behind: nothing more comes before a snapshot was asked for.
  if (type === 'resync') socket.emit('get_snapshot', {}, () => undefined);
});

socket.on('connect', async () => {
  const reply = await socket.emitWithAck('subscribe_symbol', { symbol });
  if (!reply.ok) process.stderr.write(`${reply.error.message}\n`);
});

socket.on('connect_error', ({ message }) => {
  process.stderr.write(`${message}\n`);
  if (message === 'unauthorized') process.exit(1);
  comeBack();
});
socket.on('disconnect', comeBack);

// Where the service itself has ended or refused the connection, Socket.IO does not try again.
function comeBack() {
  if (!socket.active) setTimeout(() => socket.connect(), 3000);
}
