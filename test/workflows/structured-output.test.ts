/** A structured answer: typed for the caller, returned to the model when it does not fit, and told when it never does. */
import { z } from 'zod';
import { defineAgent, defineTool } from '../../src/index.js';
import { call, calls, expectValid, say, scriptedModel, type Reply } from '../../src/testing.js';
import { turnBench, type TurnBench } from '../harness/turn-bench.js';

const output = z.object({ total: z.coerce.number<string>() });
const look = defineTool({ name: 'look', description: 'Looks.', parameters: z.object({}), execute: () => 'seen' });

const optional = z.object({ total: z.coerce.number<string>(), note: z.string().optional() });

interface Case {
  readonly form?: typeof output | typeof optional;
  readonly script: readonly Reply[];
  readonly outputMode?: 'schema' | 'tool';
  readonly api?: 'chat' | 'responses';
  readonly steps?: number;
}

/** Runs a turn of a shop that answers with a total. */
async function answer({ script, form = output, outputMode = 'schema', api = 'chat', steps = 10 }: Case) {
  const model = await scriptedModel({ script });
  const shop = defineAgent({
    name: 'shop',
    model: 'gpt-test',
    api,
    provider: { baseURL: model.baseURL, apiKeyEnv: 'EVERYCALL_TEST_KEY' },
    tools: [look],
    output: form,
    outputMode,
    limits: { steps },
  });
  let bench: TurnBench | undefined;
  try {
    bench = await turnBench({ model: { script: [] }, worker: { agents: [shop] } });
    const turn = await bench.client.startTurn<typeof shop>('shop', 'What do I owe?');
    const result = await turn.result();
    expectValid(model);
    const view = await turn.view();
    return { result, view, bodies: model.requests.map(({ body }) => body as Record<string, unknown>) };
  } finally {
    await bench?.close();
    await model.close();
  }
}

const final = (args: object | string) => ({ name: 'final_answer', arguments: args as Record<string, unknown> });

test('output is the schema’s value, and the schema is sent', async () => {
  const { result, bodies } = await answer({ script: [say('{"total":"12"}')] });
  if (result.outcome !== 'completed') throw new Error(`the turn ended ${result.outcome}`);
  const total: number = result.output.total;
  expect(total).toBe(12);
  expect(bodies[0]).toMatchObject({ response_format: { type: 'json_schema', json_schema: { strict: true } } });
});

test.each(['chat', 'responses'] as const)('with an optional property it is not strict: %s', async (api) => {
  const { result, bodies } = await answer({ script: [say('{"total":"12"}')], form: optional, api });
  expect(result).toMatchObject({ outcome: 'completed', output: { total: 12 } });
  const { response_format: chat, text } = bodies[0] as {
    response_format?: { json_schema: object };
    text?: { format: object };
  };
  expect(chat?.json_schema ?? text?.format).toMatchObject({ strict: false, schema: { required: ['total'] } });
});

test('on the Responses API, too', async () => {
  const { result, bodies } = await answer({ script: [say('twelve'), say('{"total":"12"}')], api: 'responses' });
  expect(result).toMatchObject({ outcome: 'completed', output: { total: 12 }, steps: 2 });
  expect(bodies[0]).toMatchObject({ text: { format: { type: 'json_schema', strict: true } } });
});

test('an answer that does not fit is returned to the model with what is wrong, and history shows it once', async () => {
  const { result, view, bodies } = await answer({ script: [call('look'), say('twelve'), say('{"total":"12"}')] });
  expect(result).toMatchObject({ outcome: 'completed', output: { total: 12 }, steps: 3, counts: { ok: 1 } });
  const messages = bodies[2]!.messages as { role: string; content: string }[];
  expect(messages.slice(-2)).toEqual([
    expect.objectContaining({ role: 'assistant', content: 'twelve' }),
    { role: 'user', content: expect.stringContaining('it is not JSON') },
  ]);
  expect(view.entries.map(({ step, item }) => [step, item.type, item.role])).toEqual([
    [0, 'message', 'user'],
    [1, 'function_call', undefined],
    [1, 'function_call_output', undefined],
    [2, 'message', 'assistant'],
    [2, 'message', 'user'],
    [3, 'message', 'assistant'],
  ]);
});

test.each(['schema', 'tool'] as const)('after two corrections the turn fails with the text: %s', async (outputMode) => {
  const wrong = ['one', 'two', 'three'].map((text) => (outputMode === 'tool' ? calls(final({ text })) : say(text)));
  const { result, view } = await answer({ script: wrong, outputMode });
  expect(result).toMatchObject({ outcome: 'failed', steps: 3, error: { code: 'output_invalid', retryable: false } });
  expect(result.outcome === 'failed' && result.error.message).toContain('three');
  if (outputMode === 'tool') expect(result.counts).toEqual({ invalid_arguments: 3 });
  expect(view.calls.every((each) => each.state === 'done')).toBe(true);
});

test('a refusal is not returned, and its words are told', async () => {
  const { result } = await answer({ script: [{ refusal: 'I will not add that up.' }] });
  expect(result).toMatchObject({
    outcome: 'failed',
    steps: 1,
    error: { code: 'refusal', message: 'the model refused to answer: I will not add that up.' },
  });
});

test.each(['schema', 'tool'] as const)('an answer that was cut is not returned: %s', async (outputMode) => {
  const cut = outputMode === 'tool' ? calls(final('{"total":"1')) : say('{"total":"1');
  const { result } = await answer({ script: [{ ...cut, finishReason: 'length' }], outputMode });
  expect(result).toMatchObject({ outcome: 'failed', steps: 1, error: { code: 'answer_cut' } });
});

describe('as a call', () => {
  test('its arguments are the output, and it gets its one result', async () => {
    const { result, view, bodies } = await answer({
      script: [call('look'), calls(final({ total: '12' }))],
      outputMode: 'tool',
    });
    expect(result).toMatchObject({ outcome: 'completed', output: { total: 12 }, counts: { ok: 2 } });
    expect(bodies[0]).not.toHaveProperty('response_format');
    expect(bodies[0]!.tools).toMatchObject([{ function: { name: 'look' } }, { function: { name: 'final_answer' } }]);
    expect(view.calls[1]).toMatchObject({ name: 'final_answer', state: 'done', outcome: 'ok', attempts: 0 });
    expect(view.entries.at(-1)?.item).toMatchObject({
      type: 'function_call_output',
      output: 'The answer was accepted.',
    });
  });

  test('beside other calls it is skipped, the others run, and it is asked for again', async () => {
    const { result } = await answer({
      script: [calls({ name: 'look', arguments: {} }, final({ total: '1' })), calls(final({ total: '12' }))],
      outputMode: 'tool',
    });
    expect(result).toMatchObject({ outcome: 'completed', output: { total: 12 }, counts: { ok: 2, skipped: 1 } });
  });

  test('at a limit it alone may be called, and counts', async () => {
    const { result, bodies } = await answer({
      script: [call('look'), calls(final({ total: '12' }))],
      outputMode: 'tool',
      steps: 1,
    });
    expect(result).toMatchObject({ outcome: 'limit', limit: 'steps', output: { total: 12 }, counts: { ok: 2 } });
    expect(bodies[1]!.tools).toMatchObject([{ function: { name: 'final_answer' } }]);
  });
});
