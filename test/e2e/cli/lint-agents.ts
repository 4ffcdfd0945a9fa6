/** An agents file to lint: a tool that services refuse, web search that blocks parallel calls, and a file without either. */
import { defineAgent, defineTool, hostedTool } from 'everycall';
import { z } from 'zod';

const tasks = defineTool({
  name: 'list_tasks',
  description: 'Tasks of the user since a day.',
  parameters: z.object({ since: z.string() }),
  execute: () => [],
});
const rows = defineTool({
  name: 'rows',
  description: 'Rows of a table by their keys.',
  parameters: { type: 'object', properties: { keys: { type: 'array' } } },
  execute: () => [],
});
const parts = { model: 'gpt-test', api: 'responses' } as const;
const blocked = defineAgent({ ...parts, name: 'blocked', tools: [tasks, hostedTool({ type: 'web_search' })] });
const refused = defineAgent({ ...parts, name: 'refused', tools: [rows] });
const isolated = defineAgent({
  ...parts,
  name: 'isolated',
  tools: [tasks, hostedTool({ type: 'web_search', isolate: true })],
});

export default process.env.EVERYCALL_TEST_ONLY === 'isolated' ? isolated : [blocked, refused, isolated];
