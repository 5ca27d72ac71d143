// The program of the thread that replays history: jobs come in, their answers go out.
import { constants, getPriority, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { ReplayWork, type ReplayJob } from './replay-job';

// Where processors are few, trades go first. Only Linux has priorities of threads; elsewhere it would
// be that of the whole process.
if (process.platform === 'linux') {
  setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
}

const work = new ReplayWork();
parentPort?.on('message', (job: ReplayJob) => parentPort?.postMessage(work.do(job)));
