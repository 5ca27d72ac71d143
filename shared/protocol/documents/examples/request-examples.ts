import type { RequestExamples } from './example-types';
import { alertExamples } from './alert-examples';
import { marketExamples } from './market-examples';
import { portfolioExamples } from './portfolio-examples';
import { positionExamples } from './position-examples';
import { serviceExamples } from './service-examples';
import { signalExamples } from './signal-examples';
import { updateExamples } from './update-examples';

/** One example of each request; leaving one out does not compile. */
export const requestExamples: RequestExamples = {
  ...marketExamples,
  ...positionExamples,
  ...portfolioExamples,
  ...alertExamples,
  ...signalExamples,
  ...serviceExamples,
  ...updateExamples,
};
