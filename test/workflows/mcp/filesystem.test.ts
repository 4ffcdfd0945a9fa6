/** The tools of a real public MCP server over stdio: listed when a turn begins, run as activities, told truly when they fail. */
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mcpServer } from '../../../src/index.js';
import { calls, say } from '../../../src/testing.js';
import { toldIn } from '../../harness/echo-tools.js';
import { FILESYSTEM_SERVER } from '../../harness/mcp-servers.js';
import { turnBench } from '../../harness/turn-bench.js';

let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'everycall-mcp-')));
  await writeFile(join(folder, 'plan.txt'), 'Ship it.');
});
afterAll(() => rm(folder, { recursive: true }));

test('an agent reads and writes files; what fails is an error of that call alone', async () => {
  const files = mcpServer({ name: 'files', command: process.execPath, args: [FILESYSTEM_SERVER, folder] });
  const path = (name: string) => join(folder, name);
  const bench = await turnBench({
    tools: [files],
    model: {
      script: [
        calls(
          { name: 'files_read_text_file', arguments: { path: path('plan.txt') } },
          { name: 'files_write_file', arguments: { path: path('note.txt'), content: 'Done.' } },
          { name: 'files_read_text_file', arguments: { path: '/etc/hostname' } },
          { name: 'files_write_file', arguments: { path: path('x.txt') } },
          { name: 'files_fly', arguments: {} },
        ),
        say('done'),
      ],
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({
      outcome: 'completed',
      counts: { ok: 2, error: 1, invalid_arguments: 1, unknown_tool: 1 },
    });
    expect(await readFile(path('note.txt'), 'utf8')).toBe('Done.');
    const told = toldIn(bench.model, 2).map((message) => message.content);
    expect(told[0]).toBe('Ship it.');
    expect(told[2]).toMatch(/^Error: .*denied/i);
    expect(told[3]).toContain('content');
    const offered = bench.model.requests[0]!.body as { tools: { function: { name: string } }[] };
    expect(offered.tools.map((tool) => tool.function.name)).toContain('files_directory_tree');
    // In Temporal UI a call stands under the tool's own name.
    expect((await turn.calls()).map((call) => call.name)).toContain('files_write_file');
  } finally {
    await bench.close();
  }
});
