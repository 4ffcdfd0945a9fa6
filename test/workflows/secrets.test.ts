/** Secrets: a turn that succeeds, a tool that fails and a model that refuses leave no key in Temporal's database or the logs. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { startEmbeddedServer } from '../../src/server/embedded-server.js';
import { calls, say } from '../../src/testing.js';
import { numbered, numberedCall } from '../harness/echo-tools.js';
import { turnBench, type TurnBench } from '../harness/turn-bench.js';

const KEY = 'sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn';
/** Of the service that sums up; not in the form that any key of a known service has. */
const SUMMING_KEY = 'Lm3Ns8Gd5Jf1Rb6Tc0Xz-of-a-proxy';
const SUMMING_VARIABLE = 'EVERYCALL_TEST_SUMMING_KEY';
const KEYS = [KEY, SUMMING_KEY];

/** Closes the bench whatever comes: a worker whose server is gone polls on. */
async function resultOf(bench: TurnBench) {
  try {
    return await (await bench.client.startTurn('tester', 'go')).result();
  } finally {
    await bench.close();
  }
}

test('the key is in no file of the database, no result and no line of the log', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'everycall-secrets-'));
  const server = await startEmbeddedServer({ dbFile: join(folder, 'temporal.db') });
  const printed: string[] = [];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    printed.push(String(chunk));
    return true;
  });
  try {
    process.env[SUMMING_VARIABLE] = SUMMING_KEY;
    const tool = numbered(() => Promise.reject(new Error(`no: ${KEY} nor ${SUMMING_KEY}`)));
    const summing = { model: 'small', provider: { apiKeyEnv: SUMMING_VARIABLE } };
    const good = await turnBench({
      address: server.address,
      tools: [tool],
      agent: { compaction: { atTokens: 1_000_000, model: summing } },
      model: { script: [calls(numberedCall(0)), say('done')] },
    });
    const first = await resultOf(good);
    const bad = await turnBench({
      address: server.address,
      model: { script: [say('never')], apiKey: 'sk-another-key-0000' },
      refusals: true,
    });
    const second = await resultOf(bad);
    expect([first.outcome, second.outcome]).toEqual(['completed', 'failed']);
    for (const key of KEYS) expect(JSON.stringify([first, second])).not.toContain(key.slice(3, 12));
  } finally {
    delete process.env[SUMMING_VARIABLE];
    spy.mockRestore();
    await server.stop();
  }
  for (const key of KEYS) expect(printed.join('')).not.toContain(key.slice(3, 12));
  const files = await readdir(folder);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const bytes = await readFile(join(folder, file));
    // The end of the key is what a 401 quotes.
    const parts = KEYS.flatMap((key) => [key.slice(3, 12), key.slice(-8)]);
    for (const part of parts) expect([file, bytes.includes(part)]).toEqual([file, false]);
  }
  await rm(folder, { recursive: true });
});
