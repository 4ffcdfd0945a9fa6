/**
 * Hosted tools on a real server: an isolated one fans out with functions, counts for the turn, is cancelled and told of
 * faults like any tool; one that is not isolated stays in the model's own answer.
 */
import { z } from 'zod';
import { defineTool, hostedTool } from '../../src/index.js';
import { calls, say, type FaultRule, type Reply, type ScriptFunction, type ScriptRequest } from '../../src/testing.js';
import { turnBench } from '../harness/turn-bench.js';

const CITATION = {
  type: 'url_citation',
  url: 'https://weather.test/paris',
  title: 'Weather of Paris',
  start_index: 0,
  end_index: 8,
};
const FOUND: Reply = {
  hosted: [{ type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'Paris' } }],
  text: 'It rained.',
  annotations: [CITATION],
  usage: { inputTokens: 1_000, outputTokens: 200, totalTokens: 1_200 },
};
const search = hostedTool({ type: 'web_search', isolate: true, search_context_size: 'low' });
/** The key of the bench. */
const KEY = 'sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn';
const usage = { inputTokens: 10, outputTokens: 5, totalTokens: 15 };

/** Whether a request is the isolated search's own: the turn's requests offer functions. */
function isSearch({ tools }: ScriptRequest): boolean {
  return tools?.length === 1 && tools[0]?.type === 'web_search';
}

/** Asks for a search and two functions at once, and says what it was told. */
const fanOut: ScriptFunction = (request, { conversation }) => {
  if (isSearch(request)) return FOUND;
  const told = JSON.stringify(conversation).includes('call_1');
  return told
    ? { ...say('Done.'), usage }
    : {
        ...calls(
          { id: 'call_1', name: 'list_tasks', arguments: {} },
          { id: 'call_2', name: 'web_search', arguments: { query: 'Weather of Paris?' } },
          { id: 'call_3', name: 'list_notes', arguments: {} },
        ),
        usage,
      };
};

/** Functions that end only when the search has been asked, and so only if all three run at once. */
function functions(asked: Promise<unknown>) {
  return ['list_tasks', 'list_notes'].map((name) =>
    defineTool({
      name,
      description: `The user's ${name}.`,
      parameters: z.object({}),
      execute: async () => {
        await asked;
        return name;
      },
    }),
  );
}

test.each(['responses', 'chat'] as const)('on %s, an isolated search fans out with two functions', async (api) => {
  let tell: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (tell = resolve));
  const script: ScriptFunction = (request, info) => {
    if (isSearch(request)) tell();
    return fanOut(request, info);
  };
  const bench = await turnBench({ tools: [...functions(asked), search], agent: { api }, model: { script } });
  try {
    const turn = await bench.client.startTurn('tester', 'What is new?');
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'completed', output: 'Done.', counts: { ok: 3 } });
    expect(result.usage).toMatchObject({ inputTokens: 1_020, outputTokens: 210, totalTokens: 1_230 });

    const [, searched] = await turn.calls();
    expect(searched).toMatchObject({
      name: 'web_search',
      outcome: 'ok',
      output: 'It rained.\n\nSources:\n[1] Weather of Paris: https://weather.test/paris',
      usage: { totalTokens: 1_200 },
      annotations: [CITATION],
    });
    const own = bench.model.requests.find(({ body }) => isSearch(body as ScriptRequest))!.body as Record<
      string,
      unknown
    >;
    expect(own).toMatchObject({
      model: 'gpt-test',
      tools: [{ type: 'web_search', search_context_size: 'low' }],
      tool_choice: 'required',
    });
    expect(JSON.stringify(own)).not.toContain('What is new?');
    // The model is given the sources, not the places of the citations.
    const last = JSON.stringify(bench.model.requests.at(-1)!.body);
    expect(last).toContain('https://weather.test/paris');
    expect(last).not.toContain('start_index');
  } finally {
    await bench.close();
  }
});

test.each<[string, FaultRule['fault'], object]>([
  [
    'busy is asked again',
    { status: 429, headers: { 'retry-after-ms': '20' }, body: { error: { message: 'slow' } } },
    { outcome: 'ok', attempts: 2 },
  ],
  [
    'refusing for good is told as it is, without the key',
    { status: 401, body: { error: { message: `Incorrect API key provided: ${KEY}.`, code: 'invalid_api_key' } } },
    {
      outcome: 'error',
      attempts: 1,
      output: expect.stringMatching(/^Error: web_search failed: invalid_api_key: (?!.*sk-)/),
    },
  ],
])('a service that is %s', async (_what, fault, ended) => {
  // The search is the second request: the functions make none.
  const bench = await turnBench({
    tools: [...functions(Promise.resolve()), search],
    agent: { api: 'responses' },
    refusals: true,
    model: { script: fanOut, faults: [{ on: 2, fault }] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'What is new?');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'Done.' });
    expect((await turn.calls())[1]).toMatchObject({ name: 'web_search', ...ended });
  } finally {
    await bench.close();
  }
});

test('a cancelled turn drops the request of its search', async () => {
  let tell: (number: number) => void = () => undefined;
  const asked = new Promise<number>((resolve) => (tell = resolve));
  const bench = await turnBench({
    tools: [...functions(Promise.resolve()), search],
    agent: { api: 'responses' },
    model: {
      script: (request, info) => {
        if (!isSearch(request)) return fanOut(request, info);
        tell(info.number);
        return new Promise<never>(() => undefined);
      },
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'What is new?');
    const number = await asked;
    await turn.cancel();
    expect(await turn.result()).toMatchObject({ outcome: 'cancelled' });
    expect((await turn.calls())[1]).toMatchObject({ name: 'web_search', outcome: 'cancelled' });
    expect((await bench.model.requestClosed(number)).number).toBe(number);
  } finally {
    await bench.close();
  }
});

test('a search that is not isolated is offered as it is, and its items stay in the transcript', async () => {
  const bench = await turnBench({
    tools: [hostedTool({ type: 'web_search', search_context_size: 'low' })],
    agent: { api: 'responses' },
    model: { script: [FOUND] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'What is new?');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'It rained.' });
    expect(bench.model.requests[0]!.body).toMatchObject({
      tools: [{ type: 'web_search', search_context_size: 'low' }],
    });
    const items = (await turn.transcript()).map((item) => JSON.stringify(item));
    expect(items.some((item) => item.includes('"web_search_call"'))).toBe(true);
    expect(items.some((item) => item.includes('url_citation'))).toBe(true);
  } finally {
    await bench.close();
  }
});
