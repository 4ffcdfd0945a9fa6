/** Outputs that were cut in turns that a turn goes on from: read under names of their own, and nobody else's turn is. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { defineTool } from '../../src/index.js';
import { call, calls, say, type ChatRequest, type Reply } from '../../src/testing.js';
import { turnBench, type TurnBench } from '../harness/turn-bench.js';

const long = (what: string) => `the report on ${what}. `.repeat(500);
const report = defineTool({
  name: 'report',
  description: 'Reports.',
  parameters: z.object({ what: z.string() }),
  output: { maxChars: 600 },
  execute: ({ what }) => long(what),
});

/** What the model was told of calls in the request that it is to answer, or has answered last. */
let told: string[];
/** The names in its marks. */
const names = () => told.flatMap((text) => /read_output \{"call":"([^"]+)"\}/.exec(text)?.[1] ?? []);
const read = (name: string, id = `read_${randomUUID()}`) =>
  calls({ id, name: 'read_output', arguments: { call: name, length: 30 } });

let bench: TurnBench;
let replies: (() => Reply)[];
beforeEach(async () => {
  replies = [];
  bench = await turnBench({
    tools: [report],
    agent: { limits: { steps: 100 } },
    model: {
      script: (request) => {
        const { messages } = request as ChatRequest;
        told = messages.flatMap(({ role, content }) => (role === 'tool' ? [String(content)] : []));
        return replies.shift()?.() ?? say('done');
      },
    },
  });
});
afterEach(() => bench.close());

test('in a session and its forks each name is of one output, and the tool is offered from the first request on', async () => {
  const session = bench.client.session('tester', `s-${randomUUID()}`);
  replies = [() => call('report', { what: 'one' }, 'a'), () => say('reported')];
  await (await session.send('Report.')).result();
  expect(names()).toEqual(['1.0']);

  const texts: string[] = [];
  const noting = (reply: () => Reply) => () => (texts.push(told.at(-1)!), reply());
  replies = [
    () => call('report', { what: 'two' }, 'b'),
    () => read(names()[0]!),
    noting(() => read(names()[1]!)),
    noting(() => read('abcdef:1.0')),
    noting(() => say('read')),
  ];
  const second = await session.send('And again.');
  expect(await second.result()).toMatchObject({ outcome: 'completed', counts: { ok: 3, error: 1 } });
  const [ofFirst, ofSecond] = names();
  expect(ofFirst).toBe('1.0');
  expect(ofSecond).toMatch(/^[0-9a-f]{6}:1\.0$/);
  expect(texts[0]).toMatch(/\nthe report on one\./);
  expect(texts[1]).toMatch(/\nthe report on two\./);
  expect(texts[2]).toMatch(/no call abcdef:1\.0 has returned/);

  // The third turn cuts nothing itself, and reads at once.
  replies = [() => read(ofSecond!), noting(() => read(ofFirst!)), noting(() => say('read'))];
  const third = await session.send('Once more.');
  expect(await third.result()).toMatchObject({ counts: { ok: 2 } });
  expect(texts.slice(3)).toEqual([
    expect.stringMatching(/\nthe report on two\./),
    expect.stringMatching(/\nthe report on one\./),
  ]);

  // A fork, and a fork of that one.
  replies = [
    () => call('report', { what: 'fork' }, 'c'),
    () => read(ofFirst!),
    noting(() => read(ofSecond!)),
    noting(() => read(names().at(-1)!)),
    noting(() => say('read')),
  ];
  const fork = await third.fork({ step: 4, input: 'Elsewhere.' });
  expect(await fork.result()).toMatchObject({ counts: { ok: 4 } });
  const ofFork = names().at(-1)!;
  replies = [() => read(ofFork), noting(() => read(ofFirst!)), noting(() => say('read'))];
  const again = await fork.fork({ step: 6, input: 'Again.' });
  expect(await again.result()).toMatchObject({ counts: { ok: 2 } });
  const of = (what: string): unknown => expect.stringMatching(new RegExp(`\nthe report on ${what}\\.`));
  expect(texts.slice(5)).toEqual([of('one'), of('two'), of('fork'), of('fork'), of('one')]);
}, 120_000);

test("a turn that is none of the session's is not read, whatever its id", async () => {
  const sessionId = `s-${randomUUID()}`;
  replies = [() => call('report', { what: 'a secret' }, 'a'), () => say('reported')];
  const other = await bench.client.startTurn('tester', 'Report.', { turnId: `${sessionId}/1` });
  await other.result();
  const session = bench.client.session('tester', sessionId);
  await session.send('This turn is not started: its id is taken.');
  replies = [() => call('report', { what: 'mine' }, 'b'), () => say('reported')];
  expect(await (await session.send('Report.')).result()).toMatchObject({ outcome: 'completed' });
  replies = [() => read('1.0'), () => say('read')];
  expect(await (await session.send('Read it.')).result()).toMatchObject({ counts: { ok: 1 } });
  expect(told.at(-1)!).toMatch(/\nthe report on mine\./);
  expect(JSON.stringify(bench.model.requests.slice(2))).not.toContain('secret');
}, 60_000);

test('a name of another form is an argument that does not fit', async () => {
  const odd = [
    '',
    '1',
    '1.',
    '.0',
    '1.0.0',
    '-1.0',
    '1.0 ',
    'abc:1.0',
    'ABCDEF:1.0',
    '../1.0',
    '９.0',
    '1e3.0',
    `${'9'.repeat(400)}.0`,
  ];
  replies = [
    () => call('report', { what: 'one' }, 'a'),
    () => calls(...odd.map((name, i) => ({ id: `r${i}`, name: 'read_output', arguments: { call: name } }))),
    () =>
      calls(
        { id: 'x', name: 'read_output', arguments: { call: '1.0', offset: 1e15 } },
        { id: 'y', name: 'read_output', arguments: { call: '1.0', line: 2 ** 31 } },
        { id: 'z', name: 'read_output', arguments: { call: '999999999.999999999' } },
      ),
    () => say('done'),
  ];
  const turn = await bench.client.startTurn('tester', 'go');
  expect(await turn.result()).toMatchObject({ counts: { invalid_arguments: odd.length, ok: 3, error: 1 } });
  const last = told.slice(-3);
  const { length } = long('one');
  expect(last[0]).toBe(`[characters ${length} to ${length} of ${length}, from line 1; the end]\n`);
  expect(last[1]).toBe(last[0]);
  expect(last[2]).toMatch(/no call 999999999\.999999999 has returned/);
}, 60_000);
