/** The code of docs/testing.md is code that runs. */
import { readFileSync } from 'node:fs';
import * as testing from '../../src/testing.js';

const page = readFileSync('docs/testing.md', 'utf8');
const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]!);

test('its tests are those that CI runs', () => {
  const file = readFileSync('examples/testing/orders.test.ts', 'utf8');
  const [first, second, third] = blocks;
  expect([first, '\n', second, '\n', third].join('')).toBe(file);
});

test('what it calls is exported', () => {
  const called = [...page.matchAll(/`([a-z]\w+)\(/g)].map((match) => match[1]!);
  const methods = ['requestArrived', 'requestClosed', 'hold', 'release', 'play'];
  const exported = new Set([...Object.keys(testing), ...methods]);
  const own = called.filter((name) => /^[a-z]/.test(name) && !page.includes(`.${name}(`));
  expect(own.length).toBeGreaterThan(10);
  expect(own.filter((name) => !exported.has(name))).toEqual([]);
});
