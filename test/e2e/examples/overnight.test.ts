/** The job of the example `overnight`, but 100 steps of it, so one run: what is long about it is tested in `test/e2e/long`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

test('its worker is killed and its server restarted under it, and the sum is right', async () => {
  const args = ['node_modules/jiti/lib/jiti-cli.mjs', 'examples/overnight/overnight.ts', '100'];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  expect([code, output]).toEqual([0, expect.stringContaining('The sum is right.')]);
  expect(output).toMatch(/compacted after step \d+/);
  expect(output).toMatch(/101 steps, \d+ runs, [1-9]\d* compactions, 6 faults/);
}, 180_000);
