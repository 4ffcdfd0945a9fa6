/** Faults of streams, on both APIs: where they break off, how they say so, and which order their pieces have. */
import OpenAI from 'openai';
import type { Fault } from '../../src/testing/fault.js';
import { calls, say } from '../../src/testing/reply.js';
import { scriptedModel, type ScriptedModel, type ScriptedModelOptions } from '../../src/testing/scripted-model.js';
import type { StreamOrder } from '../../src/testing/stream-order.js';

let server: ScriptedModel;
const start = async (
  fault: Fault,
  script: ScriptedModelOptions['script'] = [say('hello, hello, hello')],
): Promise<OpenAI> => {
  server = await scriptedModel({ script, faults: [{ on: 1, fault }] });
  return new OpenAI({ baseURL: server.baseURL, apiKey: 'k', maxRetries: 0 });
};
afterEach(() => server.close());

const BODIES = {
  chat: { path: 'chat/completions', body: { model: 'm', messages: [{ role: 'user', content: 'hi' }] } },
  responses: { path: 'responses', body: { model: 'm', input: 'hi' } },
} as const;
type Api = keyof typeof BODIES;
const APIS = Object.keys(BODIES) as Api[];

const ask = (api: Api, stream = true, signal?: AbortSignal): Promise<Response> =>
  fetch(`${server.baseURL}/${BODIES[api].path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer k' },
    body: JSON.stringify({ ...BODIES[api].body, stream }),
    ...(signal && { signal }),
  });

/** What comes of an answer, and whether its connection broke. */
async function read(response: Response): Promise<{ text: string; broken: boolean }> {
  let text = '';
  try {
    for await (const bytes of response.body ?? []) text += Buffer.from(bytes as Uint8Array).toString();
    return { text, broken: false };
  } catch {
    return { text, broken: true };
  }
}
const events = (text: string): string[] => text.split('\n\n').filter((event) => event !== '');
const dataOf = (event: string | undefined): unknown => JSON.parse(event?.slice(event.indexOf('data: ') + 6) ?? '');

describe.each(APIS)('%s', (api) => {
  test('cutAfterEvents: so many come, then the connection breaks; the reply is kept', async () => {
    await start({ cutAfterEvents: 3 });
    const { text, broken } = await read(await ask(api));
    expect([events(text).length, broken]).toEqual([3, true]);
    expect(await server.requestClosed(1)).toMatchObject({ fault: 'cutAfterEvents', aborted: false });
    expect((await read(await ask(api, false))).text).toContain('hello, hello, hello');
  });

  test('closeAfterEvents: it ends in good order, without its end', async () => {
    await start({ closeAfterEvents: 3 });
    const { text, broken } = await read(await ask(api));
    expect([events(text).length, broken]).toEqual([3, false]);
    expect(text).not.toMatch(/\[DONE\]|response\.completed/);
  });

  test('stallAfterEvents: so many come, then nothing until the client leaves', async () => {
    await start({ stallAfterEvents: 2 });
    const leave = new AbortController();
    const response = await ask(api, true, leave.signal);
    const seen: string[] = [];
    const reading = (async () => {
      for await (const bytes of response.body ?? []) {
        seen.push(...events(Buffer.from(bytes as Uint8Array).toString()));
        if (seen.length === 2) leave.abort();
      }
    })();
    await expect(reading).rejects.toThrow('aborted');
    expect(await server.requestClosed(1)).toMatchObject({ fault: 'stallAfterEvents', aborted: true, status: 200 });
  });

  test('malformedEvent: one event is no JSON, the others come', async () => {
    await start({ malformedEvent: 2 });
    const [first, second, ...rest] = events((await read(await ask(api))).text);
    expect(dataOf(first)).toBeInstanceOf(Object);
    expect(() => dataOf(second)).toThrow(SyntaxError);
    expect(dataOf(rest[0])).toBeInstanceOf(Object);
  });

  test('errorEvent: an unstreamed answer is a 500', async () => {
    await start({ errorEvent: { code: 'server_error', message: 'It broke.' } });
    const response = await ask(api, false);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ error: { code: 'server_error', message: 'It broke.' } });
  });

  test('paceMs: everything comes, in its time', async () => {
    await start({ paceMs: 1 });
    const { text, broken } = await read(await ask(api));
    expect(broken).toBe(false);
    expect(text).toMatch(/\[DONE\]|response\.completed/);
  });

  test('duplicateIds: all calls of an answer have one id', async () => {
    await start({ duplicateIds: true }, [calls({ name: 'f', arguments: {} }, { name: 'g', arguments: {} })]);
    const { text } = await read(await ask(api, false));
    const ids = [...text.matchAll(/call_[0-9a-f]{24}/g)].map(([id]) => id);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });
});

const QUOTA = { code: 'insufficient_quota', type: 'insufficient_quota', message: 'No money.' };

test('errorEvent on Chat Completions: the client raises it', async () => {
  const client = await start({ errorEvent: QUOTA, afterEvents: 2 });
  const { messages, model } = BODIES.chat.body;
  const reading = async (): Promise<void> => {
    for await (const chunk of await client.chat.completions.create({ model, messages: [...messages], stream: true }))
      void chunk;
  };
  await expect(reading()).rejects.toThrow('No money.');
});

test('errorEvent on Responses: as recorded, a failed response follows; or flat, as documented', async () => {
  await start({ errorEvent: QUOTA, afterEvents: 2 });
  const recorded = events((await read(await ask('responses'))).text).map(dataOf);
  expect(recorded).toMatchObject([
    { type: 'response.created' },
    { type: 'response.in_progress' },
    { type: 'error', sequence_number: 2, error: QUOTA },
    { type: 'response.failed', sequence_number: 3, response: { status: 'failed', error: { code: QUOTA.code } } },
  ]);
  await server.close();
  await start({ errorEvent: { ...QUOTA, flat: true } });
  const flat = { type: 'error', sequence_number: 0, code: QUOTA.code, message: QUOTA.message, param: null };
  expect(events((await read(await ask('responses'))).text).map(dataOf)).toEqual([flat]);
});

test('errorEvent on Responses: the client raises the recorded form, and hands on the flat one', async () => {
  const reading = async (client: OpenAI): Promise<string[]> => {
    const types = [];
    for await (const { type } of await client.responses.create({ model: 'm', input: 'hi', stream: true }))
      types.push(type);
    return types;
  };
  await expect(start({ errorEvent: QUOTA }).then(reading)).rejects.toThrow('No money.');
  await server.close();
  expect(await start({ errorEvent: { ...QUOTA, flat: true } }).then(reading)).toEqual(['error']);
});

test('failed: what was said comes, then that it failed', async () => {
  await start({ failed: { code: 'server_error', message: 'It broke.' } });
  const chat = events((await read(await ask('chat'))).text).map(dataOf);
  expect(chat.at(-1)).toMatchObject({ error: { message: 'It broke.' } });
  expect(JSON.stringify(chat)).toContain('hello');
  expect(JSON.stringify(chat)).not.toContain('"stop"');
  await server.close();
  await start({ failed: { code: 'server_error', message: 'It broke.' } });
  expect(await (await ask('responses', false)).json()).toMatchObject({
    status: 'failed',
    error: { message: 'It broke.' },
  });
});

const TWO = calls(
  { id: 'a', name: 'f', arguments: '{"one":1111111}' },
  { id: 'b', name: 'g', arguments: '{"two":2222222}' },
);
interface CallDelta {
  readonly index?: number;
  readonly id?: string;
  readonly function: { readonly name?: string; readonly arguments: string };
}

test.each<[StreamOrder, readonly string[]]>([
  ['interleaved', ['0 a f ""', '1 b g ""', '0 - - {"one":1', '1 - - {"two":2', '0 - - 111111}', '1 - - 222222}']],
  ['index-gaps', ['0 a f ""', '0 - - {"one":1', '0 - - 111111}', '2 b g ""', '2 - - {"two":2', '2 - - 222222}']],
  ['same-index', ['0 a f ""', '0 - - {"one":1', '0 - - 111111}', '0 b g ""', '0 - - {"two":2', '0 - - 222222}']],
  ['no-index', ['- a f ""', '- - - {"one":1', '- - - 111111}', '- b g ""', '- - - {"two":2', '- - - 222222}']],
  ['late-ids', ['0 - f ""', '0 - - {"one":1', '0 a - 111111}', '1 - g ""', '1 - - {"two":2', '1 b - 222222}']],
  ['repeated-ids', ['0 a f ""', '0 a - {"one":1', '0 a - 111111}', '1 b g ""', '1 b - {"two":2', '1 b - 222222}']],
  ['repeated-names', ['0 a f ""', '0 - f {"one":1', '0 - f 111111}', '1 b g ""', '1 - g {"two":2', '1 - g 222222}']],
  ['whole-arguments', ['0 a f {"one":1111111}', '1 b g {"two":2222222}']],
  ['one-chunk', ['0 a f {"one":1111111} | 1 b g {"two":2222222}']],
])('Chat Completions, order %s', async (order, expected) => {
  await start({ order }, [TWO]);
  const chunks = events((await read(await ask('chat'))).text)
    .slice(0, -1)
    .map(dataOf) as {
    choices: { delta: { tool_calls?: CallDelta[] } }[];
  }[];
  const shown = chunks.flatMap(({ choices: [choice] }) => {
    const deltas = choice?.delta.tool_calls;
    const line = ({ index, id, function: fn }: CallDelta): string =>
      `${index ?? '-'} ${id ?? '-'} ${fn.name ?? '-'} ${fn.arguments || '""'}`;
    return deltas ? [deltas.map(line).join(' | ')] : [];
  });
  expect(shown).toEqual(expected);
});
