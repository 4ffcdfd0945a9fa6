/** Draws hostile Chat Completions answers, and cuts plain ones into streams as differently as services do. */
import { STREAM_DONE } from '../../src/models/json-events.js';
import type { SeededRandom } from '../simulation/seeded-random.js';
import { drawCall, drawCount } from './hostile-call.js';

type Fields = Record<string, unknown>;

/** The body of a plain answer. */
export function drawChatBody(random: SeededRandom): unknown {
  if (random.chance(0.02))
    return random.pick<unknown>([
      null,
      '<html>',
      {},
      { choices: [] },
      { choices: [{}] },
      { error: { code: 500, message: 'over' } },
    ]);
  const calls = Array.from({ length: drawCount(random) }, () => chatCall(random));
  const message: Fields = {
    role: 'assistant',
    content: random.pick<unknown>([
      '',
      null,
      'a text of pieces',
      'é\ud800x',
      [{ type: 'text', text: 'part' }, null],
      [],
    ]),
  };
  if (random.chance(0.7)) message.tool_calls = calls;
  else if (random.chance(0.2)) message.function_call = { name: 'f', arguments: '{"n":1}' };
  else if (random.chance(0.1)) message.tool_calls = random.pick<unknown>(['none', [null], 5]);
  if (random.chance(0.1)) message.refusal = 'I will not';
  if (random.chance(0.3)) message.reasoning_content = 'because of this';
  if (random.chance(0.1))
    message.annotations = [{ type: 'url_citation', url_citation: { url: 'https://a.test', title: 'A' } }];
  const reason = random.pick<unknown>([
    'stop',
    'stop',
    'tool_calls',
    'tool_calls',
    'length',
    'content_filter',
    '',
    null,
    undefined,
    'eos',
  ]);
  const choices = [
    { index: 0, message, finish_reason: reason },
    ...(random.chance(0.03) ? [{ index: 1, message: {} }] : []),
  ];
  return { choices, usage: random.pick<unknown>([undefined, null, 'x', { prompt_tokens: 3, completion_tokens: 2 }]) };
}

function chatCall(random: SeededRandom): Fields {
  const { id, name, args } = drawCall(random);
  if (random.chance(0.05)) return { id, type: 'custom', custom: { name: 'f', input: 'select 1' } };
  const added = random.chance(0.1) ? { extra_content: { google: { thought_signature: 's==' } } } : {};
  return { id, type: 'function', function: { name, arguments: args }, ...added };
}

/** How a service numbers the calls of a stream; only the first two tell calls without ids apart. */
export const NUMBERINGS = ['in order', 'with gaps', 'all 0', 'none'] as const;
/** @see NUMBERINGS */
export type Numbering = (typeof NUMBERINGS)[number];

/** The chunks of a body, or nothing when it has no message to cut. */
export function chatChunks(body: unknown, numbering: Numbering, random: SeededRandom): unknown[] | undefined {
  const choices = (body as { choices?: { index?: number; message?: Fields; finish_reason?: unknown }[] } | null)
    ?.choices;
  const message = choices?.[0]?.message;
  if (!message) return undefined;
  const { tool_calls: calls, content, role, ...others } = message;
  const chunks: Fields[] = [{ role }];
  const text = typeof content === 'string' ? pieces(content, random) : [content];
  chunks.push(...text.map((piece) => ({ content: piece })));
  for (const [field, value] of Object.entries(others)) {
    chunks.push(...(typeof value === 'string' ? pieces(value, random) : [value]).map((piece) => ({ [field]: piece })));
  }
  const list = Array.isArray(calls) ? (calls as (Fields | null)[]) : [];
  const cut = list.map((call, n) =>
    callPieces(call, { 'in order': n, 'with gaps': n * 3 + 1, 'all 0': 0, none: undefined }[numbering], random),
  );
  const flat = numbering === 'in order' && random.chance(0.3) ? interleaved(cut) : cut.flat();
  chunks.push(...flat.map((piece) => ({ tool_calls: [piece] })));
  const further = choices.slice(1).map((choice) => ({ choices: [{ index: choice.index, delta: {} }] }));
  return [
    ...chunks.map((delta) => ({ choices: [{ index: 0, delta, finish_reason: null }] })),
    ...further,
    { choices: [{ index: 0, delta: {}, finish_reason: choices[0]!.finish_reason }] },
    { choices: [], usage: (body as Fields).usage },
    STREAM_DONE,
  ];
}

/** A call in pieces: the id and name with the first, empty or not at all with the others. */
function callPieces(call: Fields | null, index: number | undefined, random: SeededRandom): Fields[] {
  const at = index === undefined ? {} : { index };
  if (call === null) return [{ ...at }];
  const { function: fn, custom, ...head } = call as { function?: Fields; custom?: Fields };
  if (custom) return [{ ...at, ...head, custom }];
  const args = fn?.arguments;
  const [first, ...rest] = typeof args === 'string' ? pieces(args, random) : [args];
  const later = random.pick([{}, { id: '' }, { id: null }]);
  return [
    { ...at, ...head, function: { name: fn?.name, arguments: first } },
    ...rest.map((piece) => ({
      ...at,
      ...later,
      function: { ...(random.chance(0.3) && { name: '' }), arguments: piece },
    })),
  ];
}

function interleaved<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, n) => lists.flatMap((list) => (n < list.length ? [list[n]!] : []))).flat();
}

function pieces(text: string, random: SeededRandom): string[] {
  if (text.length < 2 || random.chance(0.3)) return [text];
  const at = random.int(1, text.length - 1);
  return [text.slice(0, at), ...(random.chance(0.2) ? [''] : []), text.slice(at)];
}
