/** Draws a turn: its agent with tools and limits, and its input, which may hold an earlier conversation. */
import type { AgentPolicy, ApprovalPolicy, ToolPolicy } from '../../src/definition/policy.js';
import { CORRECTIONS } from '../../src/protocol/final-answer.js';
import type { Entry } from '../../src/protocol/entry.js';
import { message, type Item } from '../../src/protocol/item.js';
import type { SeededRandom } from './seeded-random.js';
import type { PersonAct } from './simulated-people.js';

/** Names that a plain object would look up wrongly are among them. */
export const TOOLS: readonly string[] = ['alpha', 'beta', 'constructor', 'delta', 'toString'];

/** A turn to simulate. */
export interface Scenario {
  readonly agent: AgentPolicy;
  /** The agent that the turn may be handed to, and that may hand it back. */
  readonly second: AgentPolicy;
  readonly input: readonly Entry[];
  /** Most calls of one answer. */
  readonly widest: number;
  /** When the turn is cancelled, in milliseconds after its start; absent: never. */
  readonly cancelAfterMs?: number;
  /** What people do by themselves, and when. */
  readonly acts: readonly { readonly afterMs: number; readonly what: PersonAct }[];
}

/** Draws a turn. */
export function drawScenario(random: SeededRandom): Scenario {
  const asks = random.chance(0.3);
  const acts = Array.from({ length: random.chance(0.4) ? random.int(1, 6) : 0 }, () => ({
    afterMs: random.time(25_000),
    what: random.pick(['steer', 'signal', 'cancel call'] as const),
  }));
  const widest = random.chance(0.04) ? 200 : random.pick([1, 3, 8, 15]);
  const durationMs = random.chance(0.75) ? 3_600_000 : random.time(60_000) + 100;
  const corrected = random.chance(0.5) && { corrections: CORRECTIONS };
  const cancelled = random.chance(0.3) && { cancelAfterMs: random.chance(0.1) ? 0 : random.time(25_000) };
  const drawAgent = (name: string, other: string): AgentPolicy => ({
    name,
    digest: name.padEnd(20, 'd'),
    maxParallel: random.pick([1, 2, 5, 10, 100]),
    limits: {
      steps: random.int(1, 6),
      toolCalls: random.chance(0.3) ? random.int(1, 12) : 1_000,
      tokens: random.chance(0.15) ? random.int(1, 3_000) : 1_000_000,
      durationMs,
      ...(random.chance(0.1) && { depth: 0 }),
    },
    ...corrected,
    ...(random.chance(0.3) && { compaction: { atTokens: random.int(1, 1_500), keep: random.int(1, 3) } }),
    ...(random.chance(0.7) && { repeatLimit: random.pick([2, 2, 3]) }),
    tools: TOOLS.slice(0, random.chance(0.85) ? TOOLS.length : random.int(0, TOOLS.length)).map((tool) =>
      drawTool(tool, other, random, asks),
    ),
  });
  return {
    agent: drawAgent('simulated', 'second'),
    second: drawAgent('second', 'simulated'),
    input: drawInput(random),
    widest,
    acts,
    ...cancelled,
  };
}

function drawTool(name: string, other: string, random: SeededRandom, asks: boolean): ToolPolicy {
  const kind = random.weighted({ here: 6, elsewhere: 2, agent: 2, handoff: 1 });
  return {
    name,
    effect: random.pick(['read', 'idempotent', 'once']),
    timeoutMs: 30_000,
    deadlineMs: random.pick([5_000, 120_000]),
    ...(random.chance(0.3) && { maxWaitMs: random.time(30_000) + 100 }),
    maxParallel: random.pick([1, 2, 5, 50]),
    retry: { maximumAttempts: 3, initialIntervalMs: 1_000, backoffCoefficient: 2, maximumIntervalMs: 30_000 },
    ...(kind === 'elsewhere' && { taskQueue: 'elsewhere' }),
    ...(kind === 'agent' && { agent: { name: 'asked' } }),
    ...(kind === 'handoff' && { handoff: other }),
    ...(asks && random.chance(0.5) && { approval: drawApproval(random) }),
    ...(random.chance(0.3) && { repeat: 'allowed' as const }),
  };
}

/** Deadlines may be longer than the turn: waiting for people doesn't count. */
function drawApproval(random: SeededRandom): ApprovalPolicy {
  return {
    when: random.pick(['always', 'asked']),
    deadlineMs: random.pick([60_000, 7_200_000]),
    otherwise: random.pick(['deny', 'approve']),
  };
}

function drawInput(random: SeededRandom): Entry[] {
  const earlier: Item[] = [
    message('user', 'before'),
    { type: 'function_call', call_id: 'a', name: 'alpha', arguments: '{}' },
    { type: 'function_call', call_id: '__proto__', name: 'beta', arguments: '{}' },
    { type: 'function_call_output', call_id: 'a', output: 'x' },
    { type: 'function_call_output', call_id: '__proto__', output: 'y' },
  ];
  const items = [...(random.chance(0.2) ? earlier : []), message('user', 'go')];
  return items.map((item) => ({ id: random.id(), step: 0, item }));
}
