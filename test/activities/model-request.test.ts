/** The instructions of an agent are its own code: what they throw is final, whatever it is. */
import { asyncLocalStorage, type Context } from '@temporalio/activity';
import { modelRequest } from '../../src/activities/model-request.js';
import { TranscriptCache } from '../../src/activities/transcript-cache.js';
import type { CallModelInput } from '../../src/contract/call-model.js';
import type { Agent } from '../../src/definition/agent.js';
import { defineAgent } from '../../src/index.js';
import { EMPTY_HEAD } from '../../src/protocol/head.js';

test.each<[string, unknown]>([
  ['an error', new Error('no')],
  ['an object without a prototype', Object.create(null)],
  ['a revoked proxy', revoked()],
])('instructions that throw %s', async (_what, thrown) => {
  const instructions = () => {
    throw thrown;
  };
  const agent = defineAgent({ name: 'a', model: 'm', instructions }) as Agent;
  const none = { head: EMPTY_HEAD, length: 0 };
  const input = {
    head: EMPTY_HEAD,
    upTo: 0,
    after: none,
    ids: [],
    digest: agent.policy.digest,
  } as unknown as CallModelInput;
  const context = { info: { workflowExecution: { workflowId: 'w', runId: 'r' } } } as unknown as Context;
  const { signal } = new AbortController();
  const to = { ...agent.models[0], service: 'https://m.test' };
  const ask = () => modelRequest(input, agent, to, [], new TranscriptCache(), signal);
  await expect(asyncLocalStorage.run(context, ask)).rejects.toMatchObject({
    type: 'instructions_failed',
    nonRetryable: true,
  });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
