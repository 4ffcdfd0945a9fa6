/** Draws hostile Responses answers, and streams of them. */
import type { SeededRandom } from '../simulation/seeded-random.js';
import { drawCall, drawCount } from './hostile-call.js';

type Fields = Record<string, unknown>;

/** The body of a plain answer. */
export function drawResponsesBody(random: SeededRandom): unknown {
  if (random.chance(0.02))
    return random.pick<unknown>([
      null,
      '<html>',
      {},
      { output: 'x' },
      { output: [null] },
      { status: 'failed', output: [], error: { code: 'server_error', message: 'over' } },
    ]);
  const output: unknown[] = [];
  const add = (chance: number, make: () => unknown[]) => {
    if (random.chance(chance)) output.push(...make());
  };
  add(0.3, () => [{ type: 'reasoning', id: itemId('rs', random), summary: [], encrypted_content: 'e==' }]);
  add(0.1, () => [
    { type: 'web_search_call', id: itemId('ws', random), status: 'completed', action: { type: 'search', query: 'x' } },
  ]);
  add(0.4, () => [said(random)]);
  add(0.7, () => Array.from({ length: drawCount(random) }, () => responsesCall(random)));
  add(0.05, () => {
    const id = `call_${random.id()}`;
    const ran = [{ stdout: 'x', stderr: '', outcome: { type: 'exit', exit_code: 0 } }];
    return [
      { type: 'shell_call', id: itemId('sh', random), call_id: id, status: 'completed', action: { commands: ['ls'] } },
      { type: 'shell_call_output', id: itemId('sho', random), call_id: id, output: ran },
    ];
  });
  add(0.03, () => [{ type: 'function_call_output', call_id: 'nobody', output: 'x' }]);
  add(0.03, () => [random.pick<unknown>([null, 5, 'x', {}, { type: '' }])]);
  return {
    id: `resp_${random.id()}`,
    status: random.pick<unknown>(['completed', 'completed', 'completed', undefined, 'odd', 'incomplete', 'failed']),
    incomplete_details: random.pick<unknown>([
      null,
      { reason: 'max_output_tokens' },
      { reason: 'content_filter' },
      { reason: 'odd' },
    ]),
    output,
    usage: random.pick<unknown>([undefined, null, { input_tokens: 3, output_tokens: 2, total_tokens: 5 }]),
  };
}

/** Now and then an id that another item has, too. */
function itemId(prefix: string, random: SeededRandom): string {
  return random.chance(0.05) ? `${prefix}_same` : `${prefix}_${random.id()}`;
}

function said(random: SeededRandom): Fields {
  const content = random.pick<unknown>([
    [{ type: 'output_text', text: 'so', annotations: [] }],
    [{ type: 'refusal', refusal: 'no' }],
  ]);
  const message = {
    id: itemId('msg', random),
    role: random.chance(0.95) ? 'assistant' : 'user',
    status: 'completed',
    content,
  };
  return { type: 'message', ...message };
}

function responsesCall(random: SeededRandom): Fields {
  const { id, name, args } = drawCall(random);
  const head = (prefix: string) => {
    const status = random.chance(0.97) ? 'completed' : 'incomplete';
    return { id: itemId(prefix, random), call_id: id, status };
  };
  if (random.chance(0.05)) return { type: 'custom_tool_call', ...head('ctc'), name: 'f', input: 'select 1' };
  if (random.chance(0.03)) {
    const operation = { type: 'delete_file', path: 'x' };
    return { type: 'apply_patch_call', ...head('apc'), operation };
  }
  if (random.chance(0.03))
    return { type: 'local_shell_call', ...head('lsh'), action: { type: 'exec', command: ['ls'] } };
  return { type: 'function_call', ...head('fc'), name, arguments: args };
}

/** The events of a body, or nothing when it has no output to stream. The last event may leave the output out. */
export function responsesEvents(body: unknown, random: SeededRandom): unknown[] | undefined {
  const { output, status } = (body ?? {}) as { output?: unknown; status?: unknown };
  if (!Array.isArray(output)) return undefined;
  const events: Fields[] = [
    { type: 'response.created', response: { ...(body as Fields), output: [], status: 'in_progress' } },
  ];
  for (const [output_index, item] of (output as unknown[]).entries()) {
    const fields = { ...(typeof item === 'object' ? item : {}) } as Fields;
    const args = fields.arguments;
    if (typeof args === 'string') {
      const added = { ...fields, arguments: '', status: 'in_progress' };
      const half = Math.ceil(args.length / 2);
      events.push({ type: 'response.output_item.added', output_index, item: added });
      for (const delta of [args.slice(0, half), args.slice(half)]) {
        events.push({ type: 'response.function_call_arguments.delta', output_index, item_id: fields.id, delta });
      }
    }
    events.push({ type: 'response.output_item.done', output_index, item });
  }
  const last = ['incomplete', 'failed'].includes(String(status)) ? String(status) : 'completed';
  const whole = random.chance(0.7) ? body : { ...(body as Fields), output: [] };
  return [...events, { type: `response.${last}`, response: whole }];
}
