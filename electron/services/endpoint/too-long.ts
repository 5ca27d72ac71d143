import type { Server } from 'node:http';
import type { Traffic } from '../traffic';
import { onTooLong } from './engine-connection';

/** Among the causes in the metrics. */
const CAUSE = 'too_long';

interface Engine {
  on(event: 'connection', listener: (connection: object) => void): unknown;
}

/** Counts messages and bodies over their limits, however they come. To be called once Engine.IO listens. */
export function countTooLong(server: Server, engine: Engine, { refusals }: Traffic): void {
  engine.on('connection', (connection) => onTooLong(connection, () => refusals.add(CAUSE)));
  // What Engine.IO answers itself reaches no listener from before it.
  server.on('request', (_request, response) => {
    response.once('finish', () => {
      if (response.statusCode === 413) refusals.add(CAUSE);
    });
  });
}
