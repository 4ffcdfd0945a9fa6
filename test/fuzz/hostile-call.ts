/** Draws calls as hostile as services send them: ids, names and arguments that no service should send, and some do. */
import type { SeededRandom } from '../simulation/seeded-random.js';

/** What a service may put where an id, a name or arguments belong. */
export interface HostileCall {
  readonly id: unknown;
  readonly name: unknown;
  readonly args: unknown;
}

const IDS: readonly unknown[] = [
  'a',
  'b',
  '',
  ' ',
  '__proto__',
  'constructor',
  'x'.repeat(64),
  'y'.repeat(90),
  '\ud800',
  undefined,
  null,
  7,
  {},
];
const NAMES: readonly unknown[] = [
  'f',
  'f',
  'g',
  'functions.f',
  'default_api:f',
  '',
  undefined,
  null,
  'x'.repeat(80),
  'f f',
  '__proto__',
  { name: 'f' },
];
const ARGS: readonly unknown[] = [
  '{}',
  '{"n":1}',
  ' {"n": 1} ',
  '{"__proto__":{"n":1}}',
  '',
  ' ',
  'null',
  null,
  undefined,
  '{"n":',
  'n=1',
  '[1]',
  '[{"n":1}]',
  '1',
  '"x"',
  '"{\\"n\\":1}"',
  '{"n":1}{"n":2}',
  { n: 1 },
  [1],
  5,
  '{"text":"\ud800"}',
  '{"n":1}, "m":2}',
];
const WRAPPERS = ['multi_tool_use.parallel', 'parallel'];

/** One call. */
export function drawCall(random: SeededRandom): HostileCall {
  const id = random.chance(0.4) ? `call_${random.id()}` : random.pick(IDS);
  if (random.chance(0.04)) return { id, name: random.pick(WRAPPERS), args: wrapped(random) };
  return {
    id,
    name: random.chance(0.6) ? 'f' : random.pick(NAMES),
    args: random.chance(0.5) ? JSON.stringify({ n: random.int(0, 9), text: random.id() }) : random.pick(ARGS),
  };
}

/** What the model's internal wrapper round parallel calls holds, or nearly. */
function wrapped(random: SeededRandom): string {
  const uses = Array.from({ length: random.int(0, 4) }, () => ({
    recipient_name: random.pick(['functions.f', 'g', 'functions.', 'functions.no such', 7]),
    parameters: random.pick([{ n: 1 }, '{"n":1}', undefined, [1]]),
  }));
  return JSON.stringify({ tool_uses: uses });
}

/** How many calls an answer has: mostly few, sometimes more than a message may hold. */
export function drawCount(random: SeededRandom): number {
  return random.chance(0.01) ? random.int(126, 270) : random.int(0, 4);
}
