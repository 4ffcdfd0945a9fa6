/** Public MCP servers from npm, as tests start them. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

function entryOf(name: string): string {
  return join(dirname(require.resolve(`${name}/package.json`)), 'dist/index.js');
}

/** Reads and writes files of the folders that it is given as arguments. */
export const FILESYSTEM_SERVER = entryOf('@modelcontextprotocol/server-filesystem');
/** Shows each feature of the protocol, over stdio or HTTP. */
export const EVERYTHING_SERVER = entryOf('@modelcontextprotocol/server-everything');
