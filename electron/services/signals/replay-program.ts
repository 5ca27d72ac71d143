// The program of the thread that replays history: a job comes in, its answer goes out.
import { parentPort } from 'node:worker_threads';
import { doReplay, type ReplayJob } from './replay-job';

parentPort?.on('message', (job: ReplayJob) => parentPort?.postMessage(doReplay(job)));
