/** A model server that takes so many requests a second, in a process of its own. It answers every question with its figures. */
import { say, scriptedModel } from '../src/testing.js';
import { childArgument, serveParent } from './child.js';

/** How the service behaves. */
export interface LimitedService {
  readonly requestsPerSecond: number;
  readonly latencyMs: number;
}

/** What it saw since it was asked last. */
export interface ServiceFigures {
  readonly requests: number;
  readonly refused: number;
}

const { requestsPerSecond, latencyMs } = childArgument() as LimitedService;
const model = await scriptedModel({
  script: () => say('Done.'),
  latencyMs,
  rateLimit: { requests: requestsPerSecond },
});
let told = 0;
serveParent(
  model.baseURL,
  (): ServiceFigures => {
    const requests = model.requests.slice(told);
    told = model.requests.length;
    return { requests: requests.length, refused: requests.filter(({ status }) => status === 429).length };
  },
  () => model.close(),
);
