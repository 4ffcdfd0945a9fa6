/**
 * Draws a model's answer as the `callModel` activity records it: ids unique within the answer (the provider's edge sees
 * to that), all else as hostile as it comes: unknown names, calls of kinds that nobody runs, plans that fit nothing.
 */
import type { CallModelOutput, CallPlan } from '../../src/contract/call-model.js';
import { CALL_KINDS } from '../../src/protocol/call-kind.js';
import { READ_OUTPUT } from '../../src/contract/names.js';
import { FINAL_ANSWER } from '../../src/protocol/final-answer.js';
import { message, type Item } from '../../src/protocol/item.js';
import { TOOLS, type Scenario } from './scenario.js';
import type { SeededRandom } from './seeded-random.js';
import type { Tally } from './tally.js';

const ID_STEMS = ['a', 'b', '__proto__', 'constructor', '0', 'call_x', ' ', 'é'];
const UNKNOWN = ['no_such_tool', '__proto__', 'valueOf', READ_OUTPUT, READ_OUTPUT];
const LARGE = [1_100_000, 1_600_000, 3_400_000].map((size) => JSON.stringify({ text: 'x'.repeat(size) }));

const STRUCTURED = [{ value: { n: 1 } }, { problem: 'no n' }];

/** Draws an answer. `last`: the model was told to answer without calls, and mostly does. */
export function drawAnswer(scenario: Scenario, last: boolean, random: SeededRandom, tally: Tally): CallModelOutput {
  if (scenario.agent.corrections && random.chance(0.15)) return drawFinalAnswer(random, tally);
  const { widest, agent } = scenario;
  const silent = last ? 0.8 : 0.2;
  const count = random.chance(silent) ? 0 : random.chance(0.3) ? widest : random.int(1, widest);
  if (count >= 100) tally.event('fan-out of 100 or more');
  if (count > 0 && last) tally.event('calls in a last answer');
  const large = random.chance(0.02);
  const calls = Array.from({ length: count }, (_, position) => drawCall(position, large, random, tally));
  const text = count === 0 || random.chance(0.3) ? [message('assistant', `says ${random.id()}`)] : [];
  const reasoning: Item[] = random.chance(0.2) ? [{ type: 'reasoning', id: random.id(), summary: [] }] : [];
  const plans = drawPlans(count, random, tally);
  const tokens = random.int(0, 1_000);
  return {
    from: { service: 'https://simulated.test', model: 'm', api: 'responses' },
    items: [...reasoning, ...text, ...calls].map((item) => ({ id: random.id(), item })),
    ...(plans.length > 0 && { plans }),
    usage: { inputTokens: tokens, outputTokens: 1, totalTokens: tokens + 1 },
    finish: random.weighted({ stop: 18, length: 1, content_filter: 1 }),
    ...(count === 0 && random.chance(agent.corrections ? 0.7 : 0.1) && { structured: random.pick(STRUCTURED) }),
    ...(random.chance(0.1) && { repairs: [{ kind: 'name', detail: 'mended' }] }),
    ...(random.chance(0.05) && { agentChanged: true as const }),
  };
}

/** An answer that is a call, as "tool" agents give it: fitting or not, cut or whole. */
function drawFinalAnswer(random: SeededRandom, tally: Tally): CallModelOutput {
  const structured = random.pick(STRUCTURED);
  const fits = 'value' in structured;
  tally.event(fits ? 'answer by a call' : 'answer by a call that does not fit');
  const id = random.pick(ID_STEMS);
  const item = { type: 'function_call', call_id: id, name: FINAL_ANSWER, arguments: '{"n":1}' };
  const outcome = fits ? 'ok' : 'invalid_arguments';
  return {
    from: { service: 'https://simulated.test', model: 'm', api: 'responses' },
    items: [{ id: random.id(), item }],
    plans: [{ position: 0, outcome, output: `plan: ${outcome}` }],
    usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
    finish: fits ? 'stop' : random.weighted({ stop: 9, length: 1 }),
    structured,
  };
}

function drawCall(position: number, large: boolean, random: SeededRandom, tally: Tally): Item {
  // The same stems come again in every answer, so that ids repeat in later steps.
  const stem = ID_STEMS[position % ID_STEMS.length]!;
  const id = position < ID_STEMS.length ? stem : `${stem}${position}`;
  if (id === '__proto__') tally.event('id __proto__');
  const name = random.pick(random.chance(0.93) ? TOOLS : UNKNOWN);
  if (random.chance(0.04)) {
    tally.event('call of another kind');
    const kind = random.pick(CALL_KINDS.filter(({ call }) => call !== 'function_call'));
    return { type: kind.call, id, call_id: id, name, input: 'x', action: {}, operation: {} };
  }
  return { type: 'function_call', call_id: id, name, arguments: drawArguments(large, random, tally) };
}

function drawArguments(large: boolean, random: SeededRandom, tally: Tally): string {
  if (large && random.chance(0.3)) {
    tally.event('arguments over 1 MB');
    return random.pick(LARGE);
  }
  if (random.chance(0.04)) {
    tally.event('arguments not JSON');
    return random.pick(['', '{"n": 1', 'x']);
  }
  return random.pick(['{}', '{"n":1}', '[]', 'null', '{"__proto__":{"n":1}}', '"é"']);
}

function drawPlans(count: number, random: SeededRandom, tally: Tally): CallPlan[] {
  const plans: CallPlan[] = [];
  for (let position = 0; position < count; position += 1) {
    if (!random.chance(0.06)) continue;
    if (random.chance(0.3)) {
      plans.push({ position, ask: random.chance(0.5), ...(random.chance(0.5) && { args: { planned: true } }) });
      continue;
    }
    const outcome = random.pick(['unknown_tool', 'invalid_arguments'] as const);
    plans.push(
      random.chance(0.5) ? { position, args: { planned: true } } : { position, outcome, output: `plan: ${outcome}` },
    );
  }
  if (random.chance(0.05)) {
    tally.event('hostile plan');
    plans.push({ position: random.pick([-1, count, count + 7]), outcome: 'unknown_tool', output: 'nowhere' });
    plans.push({ position: count + 1, args: null });
  }
  return plans;
}
