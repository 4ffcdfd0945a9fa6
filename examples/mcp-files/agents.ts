/** An agent that reads and writes files by a public MCP server: nothing of these tools is written here. */
import { fileURLToPath } from 'node:url';
import { defineAgent, mcpServer } from 'everycall';
import { NOTES } from './notes.js';

const server = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-filesystem/dist/index.js'));

const files = mcpServer(
  { name: 'files', command: process.execPath, args: [server, NOTES] },
  // Of its fourteen tools; the server says of each whether it only reads, so that only reading is tried again.
  { allow: ['list_directory', 'read_text_file', 'write_file'], timeout: '10s' },
);

export const librarian = defineAgent({
  name: 'librarian',
  model: process.env.EXAMPLE_MODEL || 'gpt-5-mini',
  instructions: `You keep the notes in ${NOTES}. Use full paths. Read all that you need at once.`,
  tools: [files],
});

export default [librarian];
