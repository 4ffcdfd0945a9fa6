/** The build id stands in most events of history: it is short, and tells one workflow code from another. */
import { fileURLToPath } from 'node:url';
import { buildId } from '../../src/worker/build-id.js';

test('it is short', async () => {
  const id = await buildId({ code: 'exports.turn = 1' });
  expect(id).toMatch(/^\d+\.\d+\.\d+[-.\w]*\+[0-9a-f]{8}$/);
  expect(id.length).toBeLessThanOrEqual(32);
});

test('it changes with the workflow code and with nothing else', async () => {
  const id = await buildId({ code: 'exports.turn = 1' });
  expect(await buildId({ code: 'exports.turn = 1' })).toBe(id);
  expect(await buildId({ code: 'exports.turn = 2' })).not.toBe(id);
});

test('it reads code that stands in a file', async () => {
  const codePath = fileURLToPath(new URL('build-id.test.ts', import.meta.url));
  expect(await buildId({ codePath })).not.toBe(await buildId({ code: '' }));
});
