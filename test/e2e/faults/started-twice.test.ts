/** Starting the same turn again, at once or later, is the same turn. */
import { randomUUID } from 'node:crypto';
import { ask, faultBench } from './fault-bench.js';

test('five starts with one turn id, and one after the end, run one turn', async () => {
  const bench = await faultBench();
  try {
    await bench.worker();
    const turnId = `turn-${randomUUID()}`;
    const start = () => bench.start([[ask('call_a', 'once')]], { turnId });
    const turns = await Promise.all(Array.from({ length: 5 }, start));
    const results = await Promise.all(turns.map((turn) => turn.result()));
    results.push(await (await start()).result());
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(results[0]).toMatchObject({ outcome: 'completed', counts: { ok: 1 } });
    await bench.judged(turns[0]!);
    expect(bench.model.requests).toHaveLength(2);
    expect(bench.desk.lines).toHaveLength(2);
  } finally {
    await bench.close();
  }
}, 45_000);
