/** What of a conversation goes to the model after compactions, turn by turn, while the record stays whole. */
import fc from 'fast-check';
import { behind, compactedOf, sentOf, type CompactedRecord } from '../../src/protocol/compacted-record.js';
import { compactedEntries, firstKept } from '../../src/protocol/compaction.js';
import type { Entry } from '../../src/protocol/entry.js';
import { message } from '../../src/protocol/item.js';

/** What a turn of so many steps adds: the user's input and a message a step. */
function own(turn: number, steps: number): Entry[] {
  const input: Entry = { id: `${turn}.input`, step: 0, item: message('user', `ask ${turn}`) };
  const said = (step: number): Entry => ({ id: `${turn}.${step}`, step, item: message('assistant', `say ${step}`) });
  return [input, ...Array.from({ length: steps }, (_, i) => said(i + 1))];
}

const ids = (entries: readonly Entry[]) => entries.map(({ id }) => id);

test('nothing was compacted: all of the record is sent', () => {
  const record = own(1, 2);
  expect(sentOf(record, undefined)).toBe(record);
  expect(compactedOf(record, record)).toBeUndefined();
});

test('whatever turns were compacted when: a session tells from its record what its last turn was sent, and what came after', () => {
  const turns = fc.array(
    fc.record({ steps: fc.nat(6), keep: fc.integer({ min: 0, max: 7 }), atFirst: fc.boolean(), atTokens: fc.nat(400) }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(turns, (drawn) => {
      let record: Entry[] = [];
      let compacted: CompactedRecord | undefined;
      for (const [i, { steps, keep, atFirst, atTokens }] of drawn.entries()) {
        const before = sentOf(record, compacted);
        const added = own(i, steps);
        const all = [...before, ...added];
        let sent = all;
        const first = firstKept(before, { atTokens, keep });
        if (atFirst && first > 1) {
          const keptId = all[first]!.id;
          sent = compactedEntries(sent, { keptFrom: 1, keptId }, { id: `f${i}`, text: 'sum' });
          // All of the turn stays, behind the summary of what came before.
          expect(ids(sent.slice(-added.length))).toEqual(ids(added));
          expect(sent[0]!.id).toBe(`f${i}`);
        }
        const keptFrom = steps - keep + 1;
        if (keptFrom >= 2) sent = compactedEntries(sent, { keptFrom }, { id: `s${i}`, text: 'sum' });
        // As a turn is read: over the entries that it knows, of which those before are the session's.
        const told = compactedOf(all, sent);
        if (told) compacted = behind(record.length - before.length, told);
        record = [...record, ...added];
        expect(ids(sentOf(record, compacted))).toEqual(ids(sent));
      }
      expect(ids(record)).toEqual(drawn.flatMap(({ steps }, i) => ids(own(i, steps))));
    }),
    { numRuns: 300 },
  );
});
