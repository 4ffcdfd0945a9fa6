/** What must and must not compile: checked by tsc, a `@ts-expect-error` without an error fails it. */
import { z } from 'zod';
import {
  DefinitionError,
  defineAgent,
  defineTool,
  remoteTool,
  type AgentContext,
  type AgentName,
  type AgentOutput,
  type Agent,
  type Tool,
} from '../../src/index.js';

/** Holds when both types are the same, and the first is not `any`. */
type Same<A, B> = 0 extends 1 & A ? false : [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const holds = (same: true): boolean => same;

const Caller = z.object({ userId: z.string() });
const description = 'd';

const byZod = defineTool({
  name: 'by_zod',
  description,
  context: Caller,
  parameters: z.object({ since: z.string(), days: z.number().default(1) }),
  execute: (args, { context, idempotencyKey, attempt, signal, sessionId }) => {
    holds(true satisfies Same<typeof args, { since: string; days: number }>);
    holds(true satisfies Same<typeof context, { userId: string }>);
    holds(true satisfies Same<typeof idempotencyKey, string>);
    holds(true satisfies Same<typeof attempt, number>);
    holds(true satisfies Same<typeof signal, AbortSignal>);
    holds(true satisfies Same<typeof sessionId, string | undefined>);
    // @ts-expect-error no such argument
    return args.until;
  },
});

const byJsonSchema = defineTool({
  name: 'by_json_schema',
  description,
  parameters: {
    type: 'object',
    properties: {
      city: { type: 'string' },
      unit: { enum: ['C', 'F'] },
      days: { type: 'integer' },
      tags: { type: 'array', items: { type: 'string' } },
      at: { type: 'object', properties: { lat: { type: 'number' } }, required: ['lat'] },
      note: { type: ['string', 'null'] },
      other: { $ref: '#/$defs/x' },
    },
    required: ['city', 'at'],
    $defs: { x: true },
  },
  execute: async (args, { context }) => {
    holds(true satisfies Same<typeof args.city, string>);
    holds(true satisfies Same<typeof args.unit, 'C' | 'F' | undefined>);
    holds(true satisfies Same<typeof args.days, number | undefined>);
    holds(true satisfies Same<typeof args.tags, string[] | undefined>);
    holds(true satisfies Same<typeof args.at, { lat: number }>);
    holds(true satisfies Same<typeof args.note, string | null | undefined>);
    holds(true satisfies Same<typeof args.other, unknown>);
    holds(true satisfies Same<typeof context, undefined>);
    // @ts-expect-error no such argument
    return args.town;
  },
});

const loaded: Record<string, unknown> = { type: 'object' };
const byLoadedSchema = defineTool({
  name: 'by_loaded_schema',
  description,
  parameters: loaded,
  execute: (args) => holds(true satisfies Same<typeof args, Record<string, unknown>>),
});

const remote = remoteTool({ name: 'remote', description, parameters: z.object({}), taskQueue: 'python' });

const shop = defineAgent({
  name: 'shop',
  model: 'm',
  context: Caller.extend({ locale: z.string().default('en') }),
  instructions: (caller) => {
    holds(true satisfies Same<typeof caller, { userId: string; locale: string }>);
    return `You serve ${caller.userId}.`;
  },
  tools: [byZod, byJsonSchema, byLoadedSchema, remote],
  output: z.object({ total: z.number() }),
  describeError: (error, call) => `${call.tool} ${call.callId} ${String(error)}`,
});
const plain = defineAgent({ name: 'plain', model: 'm', tools: [remote], limits: { duration: '1.5 hours' } });

holds(true satisfies Same<AgentName<typeof shop>, 'shop'>);
holds(true satisfies Same<AgentContext<typeof shop>, { userId: string; locale?: string | undefined }>);
holds(true satisfies Same<AgentOutput<typeof shop>, { total: number }>);
holds(true satisfies Same<AgentOutput<typeof plain>, string>);
holds(true satisfies Same<AgentContext<typeof plain>, undefined>);

const empty = z.object({});
const execute = (): string => '';
const wrong = [
  // @ts-expect-error 'banana' is no duration
  () => defineTool({ name: 'w', description, parameters: empty, execute, timeout: 'banana' }),
  // @ts-expect-error nor is it one of a pause
  () => defineTool({ name: 'w', description, parameters: empty, execute, retry: { initialInterval: 'banana' } }),
  // @ts-expect-error nor of a turn
  () => defineAgent({ name: 'w', model: 'm', limits: { duration: 'banana' } }),
  // @ts-expect-error a tool runs here or elsewhere, not in both places
  () => remoteTool({ name: 'w', description, parameters: empty, execute, taskQueue: 'python' }),
  // @ts-expect-error and it runs somewhere
  () => defineTool({ name: 'w', description, parameters: empty }),
  // @ts-expect-error another worker gets no context
  () => remoteTool({ name: 'w', description, parameters: empty, taskQueue: 'python', context: Caller }),
  // @ts-expect-error arguments are an object
  () => defineTool({ name: 'w', description, parameters: z.string(), execute }),
  // @ts-expect-error no such option
  () => defineTool({ name: 'w', description, parameters: empty, execute, timeoutMs: 5 }),
  // @ts-expect-error no such effect
  () => defineTool({ name: 'w', description, parameters: empty, execute, effect: 'twice' }),
];
// Cases that compile to working definitions at run time stand apart: only the types refuse them.
// @ts-expect-error the agent has no context, and the tool needs one
const noContext: Agent = defineAgent({ name: 'w', model: 'm', tools: [byZod] });
const Tenant = z.object({ tenant: z.string() });
// @ts-expect-error the agent's context lacks what the tool needs
const lessContext: Agent = defineAgent({ name: 'w', model: 'm', context: Tenant, tools: [byZod] });

test('any tool and any agent are assignable to the general types', () => {
  const tools: readonly Tool[] = [byZod, byJsonSchema, byLoadedSchema, remote];
  const agents: readonly Agent[] = [shop, plain, noContext, lessContext];
  expect([...tools, ...agents]).toHaveLength(8);
});

test('what does not compile is refused at run time, too', () => {
  for (const define of wrong) expect(define).toThrow(DefinitionError);
});
