/**
 * Random damage to valid conversations of both APIs. Holds: what is mended is accepted by the strict server and by the
 * contract, mending twice changes nothing, no finished result is lost or altered unless it is told in full, and no text is
 * made up.
 */
import fc from 'fast-check';
import { diagnose, mend } from '../../src/index.js';
import { findViolations } from '../../src/protocol/violations.js';
import { orderInput } from '../../src/protocol/input-order.js';
import type { Item } from '../../src/protocol/item.js';
import { NO_KNOWN_RESULT, NO_RESULT } from '../../src/doctor/rebuild.js';
import { chatRefusal } from '../../src/testing/chat-refusal.js';
import { responsesRefusal } from '../../src/testing/responses-refusal.js';

type Fields = Record<string, unknown>;
type Api = 'chat' | 'responses';

/** A conversation in steps: each asks for some calls, and a user speaks after some of them. */
interface Step {
  readonly calls: number;
  readonly reuse: boolean;
  readonly user: boolean;
}

/** A longer look, with a seed of its own: `EVERYCALL_DAMAGE_RUNS=20000`. */
const LONG = process.env.EVERYCALL_DAMAGE_RUNS;
const steps = fc.array(
  fc.record<Step>({ calls: fc.integer({ min: 1, max: 3 }), reuse: fc.boolean(), user: fc.boolean() }),
  { minLength: 1, maxLength: 4 },
);

/** A valid conversation. Each result has a text of its own, so that it is known again wherever it goes. */
function conversation(api: Api, plan: readonly Step[]): Fields[] {
  const list: Fields[] = [{ role: 'user', content: 'What is it?' }];
  plan.forEach(({ calls, reuse, user }, step) => {
    const ids = Array.from({ length: calls }, (_, place) => `call_${reuse ? 0 : step}_${place}`);
    const args = (place: number) => JSON.stringify({ step, place });
    const text = (place: number) => `result ${step}.${place}`;
    if (api === 'chat') {
      const toolCalls = ids.map((id, place) => ({
        id,
        type: 'function',
        function: { name: 'f', arguments: args(place) },
      }));
      list.push({ role: 'assistant', content: null, tool_calls: toolCalls });
      list.push(...ids.map((id, place) => ({ role: 'tool', tool_call_id: id, content: text(place) })));
    } else {
      list.push({ type: 'reasoning', id: `rs_${step}`, summary: [], encrypted_content: 'e' });
      list.push(
        ...ids.map((id, place) => ({
          type: 'function_call',
          id: `fc_${step}_${place}`,
          call_id: id,
          name: 'f',
          arguments: args(place),
        })),
      );
      list.push(...ids.map((id, place) => ({ type: 'function_call_output', call_id: id, output: text(place) })));
    }
    if (user) list.push({ role: 'user', content: 'And then?' });
  });
  return list;
}

const damage = fc.record({
  kind: fc.constantFrom('delete', 'duplicate', 'move', 'rename', 'empty'),
  at: fc.nat(),
  to: fc.nat(),
});
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function idField(element: Fields): string | undefined {
  return ['tool_call_id', 'call_id'].find((name) => name in element);
}

function damaged(list: readonly Fields[], { kind, at, to }: Damage): Fields[] {
  const copy = [...list];
  // The first message stays: a conversation of nothing is none.
  if (copy.length < 2) return copy;
  const from = 1 + (at % (copy.length - 1));
  const target = 1 + (to % copy.length);
  const element = copy[from]!;
  const field = idField(element);
  if (kind === 'delete') copy.splice(from, 1);
  else if (kind === 'duplicate') copy.splice(target, 0, structuredClone(element));
  else if (kind === 'move') copy.splice(Math.min(target, copy.length - 1), 0, ...copy.splice(from, 1));
  else if (field) copy[from] = { ...element, [field]: kind === 'empty' ? '' : 'call_other' };
  else if (Array.isArray(element.tool_calls)) {
    const calls = element.tool_calls as Fields[];
    const place = to % calls.length;
    const id = kind === 'empty' ? '' : 'call_other';
    copy[from] = { ...element, tool_calls: calls.map((call, index) => (index === place ? { ...call, id } : call)) };
  }
  return copy;
}

const isResult = ({ role, type }: Fields) => role === 'tool' || type === 'function_call_output';
const textOf = ({ content, output }: Fields) => String(content ?? output);
const textsOf = (list: readonly Fields[]) => list.filter(isResult).map(textOf);

/** Items as the contract reads them. */
function contractItems(api: Api, list: readonly Fields[]): Item[] {
  if (api === 'responses') return list.map((item) => ({ type: 'message', ...item }));
  return list.flatMap((message): Item[] => {
    if (message.role === 'tool') return [{ type: 'function_call_output', call_id: message.tool_call_id }];
    const calls = (message.tool_calls ?? []) as Fields[];
    return calls.length > 0
      ? calls.map(({ id }) => ({ type: 'function_call', call_id: id }))
      : [{ type: 'message', role: message.role }];
  });
}

describe.each(['chat', 'responses'] as const)('%s', (api) => {
  const refusalOf = (list: readonly Fields[]) =>
    api === 'chat' ? chatRefusal({ model: 'm', messages: list }) : responsesRefusal({ model: 'm', input: list });

  test('a valid conversation is left as it is', () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const input = conversation(api, plan);
        expect(diagnose(input)).toMatchObject({ ok: true, findings: [] });
        expect(mend(input).transcript).toBe(input);
      }),
      { seed: 21, numRuns: 100 },
    );
  });

  test('a damaged one is mended, truthfully and once', () => {
    fc.assert(
      fc.property(steps, fc.array(damage, { minLength: 1, maxLength: 4 }), (plan, damages) => {
        const input = damages.reduce(damaged, conversation(api, plan));
        const { transcript, changes, left } = mend(input);
        const mended = transcript as Fields[];

        expect(left).toEqual([]);
        expect(refusalOf(mended)).toBeUndefined();
        expect(findViolations(orderInput(contractItems(api, mended)).map((item) => ({ item })))).toEqual([]);
        expect(mend(mended)).toEqual({ transcript: mended, changes: [], left: [] });
        // Whatever the strict server refuses, the doctor has found.
        if (refusalOf(input)) expect(diagnose(input).ok).toBe(false);

        const before = textsOf(input);
        const after = textsOf(mended);
        const told = changes.map(({ text }) => text);
        for (const text of before) {
          const kept = after.some((each) => each === text || each.includes(`) ${text}`) || each.endsWith(`:\n${text}`));
          expect(kept || told.includes(text)).toBe(true);
        }
        for (const text of after) {
          const unclear = /^(The results of several calls|One result was recorded for several)/.test(text);
          expect(text === NO_RESULT || text === NO_KNOWN_RESULT || unclear || before.includes(text)).toBe(true);
        }
        // What people and models said is all there.
        const said = (list: readonly Fields[]) => list.filter(({ role }) => role === 'user');
        expect(said(mended)).toEqual(said(input));
      }),
      LONG ? { numRuns: Number(LONG) } : { seed: 22, numRuns: 300 },
    );
  });
});
