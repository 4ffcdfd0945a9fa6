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
    const tool = numbered(() => Promise.reject(new Error(`no: ${KEY}`)));
    const good = await turnBench({
      address: server.address,
      tools: [tool],
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
    expect(JSON.stringify([first, second])).not.toContain(KEY.slice(3, 12));
  } finally {
    spy.mockRestore();
    await server.stop();
  }
  expect(printed.join('')).not.toContain(KEY.slice(3, 12));
  const files = await readdir(folder);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const bytes = await readFile(join(folder, file));
    // The end of the key is what a 401 quotes.
    for (const part of [KEY.slice(3, 12), KEY.slice(-8)]) expect([file, bytes.includes(part)]).toEqual([file, false]);
  }
  await rm(folder, { recursive: true });
});
