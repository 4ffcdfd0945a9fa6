/** A tool in Python: the model's calls become activities of a Python worker, with results and errors like any other's. */
import { fileURLToPath } from 'node:url';
import type { ScriptFunction } from 'everycall/testing';
import type { Example } from '../stage/example-type.js';
import { pythonWith } from '../stage/python.js';

const INPUT = 'Which series varies more: 1, 2, 3, 4 or 10, 10, 11, 9? And what of 7 alone?';

const script: ScriptFunction = (_request, { conversation: { step, results } }) => {
  if (step > 1) return { text: results.map(({ output }) => output.replace(/"key":"\w+",/, '')).join('\n') };
  return {
    calls: [
      { name: 'describe_numbers', arguments: { numbers: [1, 2, 3, 4] } },
      { name: 'describe_numbers', arguments: { numbers: [10, 10, 11, 9], digits: 1 } },
      { name: 'describe_numbers', arguments: { numbers: [7] } },
    ],
  };
};

const example: Example = {
  agents: new URL('./agents.ts', import.meta.url),
  script,
  beside: async () => {
    const found = await pythonWith(new URL('./requirements.txt', import.meta.url));
    if ('missing' in found) return found;
    const args = [fileURLToPath(new URL('./worker.py', import.meta.url))];
    return { name: 'Python worker', file: found.python, args, ready: /^python worker ready$/ };
  },
  turns: [
    {
      title: 'Three calls of a Python tool',
      agent: 'statistician',
      input: INPUT,
      tell: ({ calls }) => {
        const keys = calls.map(({ output = '' }) => /"key":"(\w+)"/.exec(output)?.[1]).filter(Boolean);
        return [`the Python worker read ${new Set(keys).size} idempotency keys from ${keys.length} calls`];
      },
    },
  ],
};
export default example;
