/** Files by an MCP server: parallel reads, one that the server refuses, then a write. */
import { join } from 'node:path';
import type { ScriptFunction } from 'everycall/testing';
import type { Example } from '../stage/example-type.js';
import { NOTES } from './notes.js';

const INPUT = 'What became of the figures? Write a line about it to summary.txt, and tell me what is in /etc/hostname.';

const script: ScriptFunction = (_request, { conversation: { step } }) => {
  const read = (path: string) => ({ name: 'files_read_text_file', arguments: { path } });
  if (step === 1) {
    return {
      calls: [read(join(NOTES, 'monday.txt')), read(join(NOTES, 'tuesday.txt')), read('/etc/hostname')],
    };
  }
  if (step === 2) {
    const content = 'The figures of May came on Tuesday: 41 orders.\n';
    return { calls: [{ name: 'files_write_file', arguments: { path: join(NOTES, 'summary.txt'), content } }] };
  }
  return { text: 'They came on Tuesday; summary.txt says so. /etc/hostname is not mine to read.' };
};

const example: Example = {
  agents: new URL('./agents.ts', import.meta.url),
  script,
  turns: [
    {
      title: 'Files by an MCP server',
      agent: 'librarian',
      input: INPUT,
      tell: ({ calls }, requests) => {
        const { tools = [] } = (requests[0]?.body ?? {}) as { tools?: { function: { name: string } }[] };
        const offered = tools.map((tool) => tool.function.name).join(', ');
        return [
          ...(offered ? [`offered: ${offered}`] : []),
          ...calls.flatMap(({ output = '' }) => /^Error: [^-]*/.exec(output)?.[0].trim() ?? []),
        ];
      },
    },
  ],
};
export default example;
