/** A tool's long output is summarized by a model in its own activity; without a summary it is cut, and the call stays ok. */
import { z } from 'zod';
import { defineTool } from '../../src/index.js';
import { calls, say, type Reply } from '../../src/testing.js';
import { toldIn } from '../harness/echo-tools.js';
import { turnBench } from '../harness/turn-bench.js';

const REPORT = 'One line of the report.\n'.repeat(1_000);

/** Runs a turn whose tool gives the report; `summary` is what the model says to the request for one. */
async function turnWith(
  summary: () => Reply,
  summarize: object | true,
  text = REPORT,
  more: object = {},
  fails = false,
) {
  let runs = 0;
  const tool = defineTool({
    name: 'report',
    description: 'Writes a report.',
    parameters: z.object({ topic: z.string() }),
    effect: 'once',
    output: { maxChars: 500, summarize },
    execute: () => {
      runs += 1;
      return text;
    },
    ...more,
  });
  const asked: { model: string; system: string; user: string }[] = [];
  const bench = await turnBench({
    tools: [tool],
    model: {
      // The second request is the one for a summary.
      faults: fails ? [{ on: 2, fault: { status: 500, body: 'no' } }] : [],
      script: (request, { conversation }) => {
        if (conversation.user.startsWith('Tool: ')) {
          asked.push({ model: request.model, system: conversation.instructions, user: conversation.user });
          return summary();
        }
        return conversation.step === 1 ? calls({ id: 'a', name: 'report', arguments: { topic: 'x' } }) : say('done');
      },
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    const result = await turn.result();
    const [call] = await turn.calls();
    const told = toldIn(bench.model, bench.model.requests.length)[0]!.content;
    return { result, call: call!, told, asked, runs };
  } finally {
    await bench.close();
  }
}

test('the model is given the summary, the whole can be read, and the tokens count', async () => {
  const { result, told, asked, call } = await turnWith(() => say('All lines are alike.'), true);
  expect(result).toMatchObject({ outcome: 'completed', counts: { ok: 1 } });
  expect(told).toBe(
    `[This is a summary by a model of an output of ${REPORT.length} characters: read_output {"call":"1.0"} pages through all ${REPORT.length}]\nAll lines are alike.`,
  );
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ model: 'gpt-test', system: expect.stringContaining('You summarize') as string });
  expect(asked[0]!.user).toContain(`Arguments: {"topic":"x"}\nOutput (${REPORT.length} characters):\nOne line of`);
  expect(call.usage!.totalTokens).toBeGreaterThan(0);
  expect(result.usage.totalTokens).toBeGreaterThan(call.usage!.totalTokens);
});

test('its own model, words and threshold; shorter outputs are told as they are', async () => {
  const own = { model: 'gpt-small', instructions: 'In one word.', overChars: 100 };
  const { told, asked } = await turnWith(() => say('Lines.'), own, 'y'.repeat(101));
  expect(asked[0]).toMatchObject({ model: 'gpt-small', system: 'In one word.' });
  expect(told).toMatch(/^\[This is a summary .*\]\nLines\.$/);
  const short = await turnWith(() => say('Lines.'), own, 'y'.repeat(100));
  expect([short.told, short.asked]).toEqual(['y'.repeat(100), []]);
});

test('a model that says nothing is asked once, and the output is cut', async () => {
  const { result, told, asked, runs } = await turnWith(() => say(''), true);
  expect(result).toMatchObject({ outcome: 'completed', counts: { ok: 1 } });
  expect(told).toMatch(/^One line.*\[… \d+ characters were cut: read_output/s);
  expect([asked.length, runs]).toEqual([1, 1]);
});

test.each<[string, object, boolean]>([
  ['the service fails', {}, true],
  ['no time is left', { timeout: '1s' }, false],
])('when %s the output is cut, and the tool has run once', async (_what, more, fails) => {
  const { result, told, runs } = await turnWith(() => say('late'), true, REPORT, more, fails);
  expect(result).toMatchObject({ outcome: 'completed', counts: { ok: 1 } });
  expect(told).toMatch(/^One line.*\[… \d+ characters were cut: read_output/s);
  expect(runs).toBe(1);
});
