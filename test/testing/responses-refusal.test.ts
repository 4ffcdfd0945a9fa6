/** Each rule of the Responses API: what is refused and in which words, pure and over HTTP, and what must not be refused. */
import { say } from '../../src/testing/reply.js';
import { RESPONSES_RULES, responsesRefusal } from '../../src/testing/responses-refusal.js';
import { scriptedModel, type ScriptedModel } from '../../src/testing/scripted-model.js';
import { ITEM_PAIRING, ITEM_SHAPES, MEMORY } from './refused-responses-items.js';
import { RESPONSES_TOOLS, RESPONSES_TOP_LEVEL } from './refused-responses-settings.js';
import { asked, flatFn, fnCall, fnOutput, thought, user } from './request-parts.js';

const REFUSED = [...ITEM_PAIRING, ...ITEM_SHAPES, ...RESPONSES_TOOLS, ...RESPONSES_TOP_LEVEL];

describe('responsesRefusal', () => {
  test.each(REFUSED)('refuses $what ($rule)', ({ body, options, rule, error, status = 400 }) => {
    expect(responsesRefusal(body, options)).toEqual({ ...error, rule, status });
  });

  test('every row of the table of rules is refused by some request', () => {
    const rows = RESPONSES_RULES.flatMap((rule) => rule.rows);
    const tried = new Set(REFUSED.map((each) => each.rule));
    expect(rows.filter((row) => !tried.has(row))).toEqual([]);
    for (let row = 1; row <= 12; row += 1) expect(rows).toContain(`R${row}`);
  });

  test('refuses what is no JSON object', () => {
    expect(responsesRefusal('{')?.message).toMatch(/^We could not parse the JSON body of your request\./);
  });

  const encrypted = { encrypted_content: 'x' };
  test.each([
    ['text', asked('hi')],
    [
      'every role and part',
      asked([
        { role: 'developer', content: [{ type: 'input_text', text: 'x' }] },
        user([
          { type: 'input_image', image_url: 'data:', detail: 'auto' },
          { type: 'input_file', file_id: 'f' },
        ]),
        {
          type: 'message',
          id: 'msg_1',
          role: 'assistant',
          status: 'completed',
          phase: null,
          content: [
            { type: 'output_text', text: 'x', annotations: [], logprobs: [] },
            { type: 'refusal', refusal: 'no' },
          ],
        },
      ]),
    ],
    [
      'outputs in any order, and an id again in a later step',
      asked([
        user(),
        fnCall('a'),
        fnCall('b'),
        fnOutput('b'),
        fnOutput('a', [{ type: 'input_text', text: 'x' }]),
        fnCall('a'),
        fnOutput('a', ''),
      ]),
    ],
    ['ids named like members of Object', asked([user(), fnCall('__proto__'), fnOutput('__proto__')])],
    [
      'reasoning with the item it led to, without storing',
      asked([user(), thought('rs_2', encrypted), fnCall('b', { id: 'fc_2' }), fnOutput('b')], { store: false }),
    ],
    [
      'reasoning before reasoning',
      asked([user(), thought('rs_8'), thought('rs_9'), fnCall('b', { id: 'fc_9' }), fnOutput('b')]),
    ],
    [
      'reasoning without an id, as of a client that stores nothing',
      asked([user(), { type: 'reasoning', summary: [], ...encrypted }, fnCall('a'), fnOutput('a')], { store: false }),
    ],
    ['outputs alone, after a previous response', asked([fnOutput('a')], { previous_response_id: 'resp_1' })],
    [
      'references to what is kept',
      asked([user(), { type: 'item_reference', id: 'rs_1' }, { id: 'fc_1' }, fnOutput('a')]),
    ],
    [
      'an approval that is not given yet',
      asked([user(), { type: 'mcp_approval_request', id: 'mcpr_1', server_label: 's', name: 'n', arguments: '{}' }]),
    ],
    [
      '129 calls in one answer',
      asked([
        user(),
        ...Array.from({ length: 129 }, (_, i) => fnCall(`c${i}`)),
        ...Array.from({ length: 129 }, (_, i) => fnOutput(`c${i}`)),
      ]),
    ],
    ['arguments that are no JSON', asked([user(), fnCall('a', { arguments: '{' }), fnOutput('a')])],
    [
      'no tools in the list, and parallel calls without tools',
      asked('hi', { tools: [], parallel_tool_calls: false, tool_choice: 'auto' }),
    ],
    [
      'hosted tools beside functions, one of them chosen',
      asked('hi', {
        tools: [
          flatFn({ strict: false, parameters: { type: 'object', properties: {} } }),
          { type: 'web_search' },
          { type: 'custom', name: 'c' },
        ],
        tool_choice: { type: 'web_search' },
      }),
    ],
    [
      'settings',
      asked('Say json.', {
        text: { format: { type: 'json_object' }, verbosity: 'low' },
        stream: true,
        stream_options: { include_obfuscation: false },
        include: ['reasoning.encrypted_content'],
        reasoning: { effort: 'low' },
        max_tool_calls: 1,
        metadata: null,
        truncation: 'auto',
      }),
    ],
  ])('takes %s', (_what, body) => {
    expect(responsesRefusal(body, { models: ['m'], memory: MEMORY })).toBeUndefined();
  });
});

describe('over HTTP', () => {
  let server: ScriptedModel;
  afterEach(() => server.close());

  const post = (body: unknown): Promise<Response> =>
    fetch(`${server.baseURL}/responses`, {
      method: 'POST',
      headers: { authorization: 'Bearer k', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  // The server has a memory of its own; what needs one is below.
  const forgetful = REFUSED.filter(({ options }) => options?.memory === undefined);
  test.each(forgetful)('$what', async ({ body, options = {}, error, rule, status = 400 }) => {
    const { models, descriptionLimit } = options;
    server = await scriptedModel({
      script: () => say('ok'),
      ...(models && { models }),
      ...(descriptionLimit && { descriptionLimit }),
    });
    const response = await post(body);
    expect([response.status, await response.json()]).toEqual([status, { error }]);
    expect(server.requests).toMatchObject([{ number: 1, status, refusal: { rule } }]);
  });

  interface Answered {
    readonly id: string;
    readonly output: { readonly id: string; readonly type: string }[];
  }
  /** Asks once, with this `store`; gives the answer: reasoning and a call with the id `a`. */
  async function answered(store: boolean): Promise<Answered> {
    server = await scriptedModel({ script: () => ({ reasoning: {}, calls: [{ id: 'a', name: 'f', arguments: {} }] }) });
    return (await (await post(asked('hi', { store }))).json()) as Answered;
  }
  const refusalOf = async (body: unknown): Promise<string | undefined> => {
    await (await post(body)).text();
    return server.requests.at(-1)?.refusal?.rule;
  };

  test('what it kept can be continued, once, and only with what belongs together', async () => {
    const {
      id,
      output: [reasoning, call],
    } = await answered(true);
    const rule = (input: unknown[], more = {}): Promise<string | undefined> => refusalOf(asked(input, more));
    const previous = { previous_response_id: id };
    expect(await rule([fnOutput('a')], previous)).toBeUndefined();
    expect(await rule([user(), { id: reasoning?.id }, { id: call?.id }, fnOutput('a')])).toBeUndefined();
    expect(await rule([user()], previous)).toBe('R1');
    expect(await rule([call, fnOutput('a')], previous)).toBe('R5');
    expect(await rule([user(), call, fnOutput('a')])).toBe('R4');
    expect(await rule([user(), reasoning, fnCall('b', { id: 'fc_b' }), fnOutput('b')])).toBe('R3');
    expect(await rule([user(), reasoning, call, fnOutput('a')])).toBeUndefined();
  });

  test('what it did not keep can’t be referred to, but it can be sent back whole', async () => {
    const {
      id,
      output: [reasoning, call],
    } = await answered(false);
    const rule = (input: unknown[], more = {}): Promise<string | undefined> => refusalOf(asked(input, more));
    expect(await rule([fnOutput('a')], { previous_response_id: id })).toBe('R7');
    expect(await rule([user(), { id: call?.id }, fnOutput('a')])).toBe('R6');
    expect(await rule([user(), reasoning, call, fnOutput('a')])).toBe('R6');
    expect(await rule([user(), { ...reasoning, encrypted_content: 'x' }, call, fnOutput('a')])).toBeUndefined();
  });
});
