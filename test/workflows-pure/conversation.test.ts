/** What a session's next turn and its next run go on from: the entries while they are few, else where they stand. */
import type { Entry } from '../../src/protocol/entry.js';
import { message } from '../../src/protocol/item.js';
import { Transcript } from '../../src/protocol/transcript.js';
import { Conversation } from '../../src/workflows/conversation.js';

const RUN = { workflowId: 's', runId: 'r' };
let made = 0;

function entry(bytes: number): Entry {
  made += 1;
  return { id: `e${made}`, step: 1, item: message('user', 'x'.repeat(bytes)) };
}

test('a turn is started with up to 100 KB of it, a run of the session with up to 1 MB', () => {
  const small = [entry(40_000), entry(40_000)];
  const conversation = new Conversation(small);
  expect(conversation.forTurn(RUN, 0)).toEqual({ before: { entries: small } });
  // Beside a large message it would be more than a payload holds.
  expect(conversation.forTurn(RUN, 950_000)).toHaveProperty('before.source');

  const more = entry(40_000);
  conversation.append([more]);
  const { mark } = new Transcript([...small, more]);
  expect(conversation.forTurn(RUN, 0)).toEqual({ before: { source: { kind: 'session', ...RUN }, mark } });
  expect(conversation.forRun(RUN, 0)).toEqual({ before: { entries: [...small, more] } });
  expect(conversation.forRun(RUN, 900_000)).toEqual({ before: { source: { kind: 'session', ...RUN }, mark } });
});

test('of a compacted one a turn gets what is sent, the next run the whole record and how to tell', () => {
  const [first, older, kept, next] = [entry(10), entry(200_000), entry(10), entry(10)];
  const summary = entry(10);
  const conversation = new Conversation([first]);
  conversation.append([older, kept], { asked: [first.id], summary, from: 1 });
  conversation.append([next]);
  expect(conversation.forTurn(RUN, 0)).toEqual({ before: { entries: [first, summary, kept, next] } });
  const { before, compacted } = conversation.forRun(RUN, 0);
  expect(before).toEqual({ entries: [first, older, kept, next] });
  expect(compacted).toEqual({ asked: [first.id], summary, from: 2 });
  expect(new Conversation([first, older, kept, next], { compacted: compacted! }).forTurn(RUN, 0)).toEqual({
    before: { entries: [first, summary, kept, next] },
  });
  const long = entry(150_000);
  conversation.append([long]);
  const { mark } = new Transcript([first, summary, kept, next, long]);
  expect(conversation.forTurn(RUN, 0)).toEqual({ before: { source: { kind: 'session-sent', ...RUN }, mark } });
});

test('that the last turn outgrew its bound is told to the next turn, and carried to the next run', () => {
  const outgrown = { atTokens: 100, keep: 4, tokens: 120, durationMs: 1_000 };
  const entries = [entry(10)];
  const conversation = new Conversation(entries);
  expect(conversation.forTurn(RUN, 0)).toEqual({ before: { entries } });
  conversation.outgrown = outgrown;
  expect(conversation.forTurn(RUN, 0)).toEqual({ before: { entries }, outgrown });
  const carried = conversation.forRun(RUN, 0);
  expect(new Conversation(entries, carried).forTurn(RUN, 0)).toEqual({ before: { entries }, outgrown });
});
