/** Admission to a fan-out: slots, slots by tool, bytes, order, and what a close does to those who wait. */
import fc from 'fast-check';
import { Gate, type Ticket } from '../../src/workflows/gate.js';

const ticket = (more: Partial<Ticket> = {}): Ticket => ({ tool: 'f', toolSlots: 100, bytes: 1, ...more });

/** Asks for all tickets and notes, in order, the places of those that were let in or refused. */
function ask(gate: Gate, tickets: readonly Ticket[]) {
  const admitted: number[] = [];
  const refused: number[] = [];
  tickets.forEach(
    (one, at) => void Promise.resolve(gate.enter(one)).then((open) => (open ? admitted : refused).push(at)),
  );
  return { admitted, refused };
}
/** Lets all promises settle. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('with 5 slots ten calls start five, and then one as each ends', async () => {
  const gate = new Gate({ slots: 5, bytes: 1_000 });
  const tickets = Array.from({ length: 10 }, () => ticket());
  const { admitted } = ask(gate, tickets);
  await settle();
  expect(admitted).toEqual([0, 1, 2, 3, 4]);
  for (let ended = 0; ended < 5; ended += 1) {
    gate.leave(tickets[ended]!);
    await settle();
    expect(admitted).toHaveLength(6 + ended);
  }
  expect(admitted).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("a call that its tool's limit holds back does not hold back those behind it", async () => {
  const gate = new Gate({ slots: 10, bytes: 1_000 });
  const slow = ticket({ tool: '__proto__', toolSlots: 1 });
  const { admitted } = ask(gate, [slow, slow, ticket(), slow, ticket()]);
  await settle();
  expect(admitted).toEqual([0, 2, 4]);
  gate.leave(slow);
  await settle();
  expect(admitted).toEqual([0, 2, 4, 1]);
});

test('bytes in flight are bounded, and a call larger than the bound goes alone', async () => {
  const gate = new Gate({ slots: 10, bytes: 100 });
  const tickets = [60, 60, 40, 500, 10].map((bytes) => ticket({ bytes }));
  const { admitted } = ask(gate, tickets);
  await settle();
  expect(admitted).toEqual([0, 2]);
  gate.leave(tickets[0]!);
  await settle();
  expect(admitted).toEqual([0, 2, 1]);
  gate.leave(tickets[1]!);
  gate.leave(tickets[2]!);
  await settle();
  expect(admitted).toEqual([0, 2, 1, 4]);
  gate.leave(tickets[4]!);
  await settle();
  expect(admitted).toEqual([0, 2, 1, 4, 3]);
});

test('a close refuses all who wait and all who come later; those inside may leave', async () => {
  const gate = new Gate({ slots: 1, bytes: 1_000 });
  const { admitted, refused } = ask(gate, [ticket(), ticket(), ticket()]);
  await settle();
  gate.close();
  const later = ask(gate, [ticket()]);
  gate.leave(ticket());
  await settle();
  expect(admitted).toEqual([0]);
  expect(refused).toEqual([1, 2]);
  expect(later).toEqual({ admitted: [], refused: [0] });
});

test('whatever comes and goes: no bound is passed, nobody who fits waits, and all are let in', async () => {
  const tickets = fc.array(
    fc.record({
      tool: fc.constantFrom('f', 'g', '__proto__'),
      toolSlots: fc.constant(2),
      bytes: fc.constantFrom(0, 10, 60, 150),
    }),
    { maxLength: 20 },
  );
  await fc.assert(
    fc.asyncProperty(
      tickets,
      fc.integer({ min: 1, max: 6 }),
      fc.infiniteStream(fc.nat()),
      async (all, slots, picks) => {
        const gate = new Gate({ slots, bytes: 100 });
        const { admitted } = ask(gate, all);
        const left = new Set<number>();
        for (let round = 0; left.size < all.length; round += 1) {
          await settle();
          const inside = admitted.filter((at) => !left.has(at));
          const bytes = inside.reduce((sum, at) => sum + all[at]!.bytes, 0);
          expect(inside.length).toBeGreaterThan(0);
          expect(inside.length).toBeLessThanOrEqual(slots);
          expect(bytes <= 100 || inside.length === 1).toBe(true);
          for (const tool of ['f', 'g', '__proto__']) {
            expect(inside.filter((at) => all[at]!.tool === tool).length).toBeLessThanOrEqual(2);
          }
          const out = inside[picks.next().value! % inside.length]!;
          left.add(out);
          gate.leave(all[out]!);
          expect(round).toBeLessThan(all.length);
        }
      },
    ),
    { seed: 8, numRuns: 200 },
  );
});
