/** An isolated hosted tool: what is asked, what the model and the record are given, and how faults are told. */
import { askHosted, HostedAnswer } from '../../src/activities/hosted-call.js';
import { readThrown } from '../../src/activities/read-thrown.js';
import type { Agent } from '../../src/definition/agent.js';
import { defineAgent, hostedTool } from '../../src/index.js';
import type { ModelAnswer, ModelRequest } from '../../src/models/model.js';

const usage = { inputTokens: 7, outputTokens: 3, totalTokens: 10 };
const cites = (...annotations: object[]): ModelAnswer => ({
  items: [
    { item: { type: 'web_search_call', id: 'ws_1', status: 'completed' } },
    {
      item: { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'It rained.', annotations }] },
    },
  ],
  usage,
  finish: 'stop',
  repairs: [],
});
const page = (url: string, title: string) => ({ type: 'url_citation', url, title, start_index: 0, end_index: 5 });

/** Asks with a model that answers, or throws, this. */
async function ask(answer: ModelAnswer | Error, options: { model?: string; signal?: AbortSignal } = {}) {
  const { model, signal = new AbortController().signal } = options;
  const tool = hostedTool({ type: 'web_search', isolate: true, search_context_size: 'low', ...(model && { model }) });
  const agent = defineAgent({ name: 'a', model: 'gpt-big', instructions: 'A secret plan.', tools: [tool] }) as Agent;
  const requests: ModelRequest[] = [];
  const service = {
    call: async (request: ModelRequest) => {
      requests.push(request);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const access = () => ({ model: service, service: 'https://m.test', secrets: ['hunter2-CANARY'] });
  const ended = await askHosted({ tool, agent, query: 'Rain?', access, signal }).catch((thrown: unknown) => thrown);
  return { ended, requests };
}
const fault = (status: number, headers: Record<string, string> = {}) =>
  Object.assign(new Error('no'), {
    status,
    headers: new Headers(headers),
    error: { code: 'some_code', message: 'Wrong key hunter2-CANARY.' },
  });

test('asks with the hosted tool alone, and says nothing of the turn but the query', async () => {
  const { requests } = await ask(cites());
  expect(requests).toEqual([
    expect.objectContaining({
      model: 'gpt-big',
      tools: [{ kind: 'hosted', spec: { type: 'web_search', search_context_size: 'low' } }],
      toolChoice: 'required',
      to: { service: 'https://m.test', model: 'gpt-big', api: 'responses' },
    }),
  ]);
  expect(requests[0]!.transcript.map(({ item }) => item)).toEqual([
    { type: 'message', role: 'user', content: 'Rain?' },
  ]);
  expect(JSON.stringify(requests)).not.toContain('secret plan');
});

test('another model may search', async () => {
  const { requests } = await ask(cites(), { model: 'gpt-small' });
  expect(requests[0]).toMatchObject({ model: 'gpt-small', to: { model: 'gpt-small' } });
});

test('the model is given the text and each source once; the record has every annotation and the usage', async () => {
  const annotations = [
    page('https://w.test/1', 'Rain\nnews'),
    page('https://w.test/1', 'Rain news'),
    page('https://w.test/2', ''),
  ];
  const file = { type: 'file_citation', file_id: 'file_1', filename: 'rain.txt', index: 3 };
  const { ended } = await ask(cites(...annotations, file, { type: 'odd' }));
  expect(ended).toBeInstanceOf(HostedAnswer);
  expect(ended).toEqual({
    text: ['It rained.', 'Sources:\n[1] Rain news: https://w.test/1\n[2] https://w.test/2\n[3] rain.txt: file_1'].join(
      '\n\n',
    ),
    usage,
    annotations: [...annotations, file, { type: 'odd' }],
  });
});

test('annotations are bounded, and what is left out is counted', async () => {
  const many = Array.from({ length: 2_000 }, (_, i) => page(`https://w.test/${i}`, 'x'.repeat(100)));
  const { annotations } = (await ask(cites(...many))).ended as HostedAnswer;
  const last = annotations.at(-1) as { type: string; count: number };
  expect(Buffer.byteLength(JSON.stringify(annotations))).toBeLessThan(110_000);
  expect(last.type).toBe('more');
  expect(annotations.length - 1 + last.count).toBe(2_000);
});

test('a cut answer says so', async () => {
  const { ended } = await ask({ ...cites(), finish: 'length' });
  expect((ended as HostedAnswer).text).toBe('It rained.\n\n[The answer was cut off by the service: length.]');
});

test('an answer without a text is a final error', async () => {
  const { ended } = await ask({ ...cites(), items: [] });
  expect(readThrown(ended)).toMatchObject({ retryable: false });
  expect((ended as Error).message).toBe('web_search failed: the service answered without a text');
});

test.each<[string, Error, object]>([
  ['a 429 waits as it is told', fault(429, { 'retry-after': '7' }), { retryable: true, afterMs: 7_000 }],
  ['a 500 may pass', fault(500), { retryable: true }],
  ['a 401 is final', fault(401), { retryable: false }],
  ['a 404 is final', fault(404), { retryable: false }],
])('%s, and is told without a secret', async (_what, thrown, read) => {
  const { ended } = await ask(thrown);
  expect(readThrown(ended)).toMatchObject(read);
  expect((ended as Error).message).toBe('web_search failed: some_code: Wrong key [redacted].');
});

test('an aborted request is no fault of the service', async () => {
  const thrown = new Error('aborted');
  const { ended } = await ask(thrown, { signal: AbortSignal.abort() });
  expect(ended).toBe(thrown);
});
