/** How this command is called by a person here, for hints that can be run as they stand. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = process.platform === 'win32' ? ['everycall.cmd', 'everycall.exe'] : ['everycall'];

/** `everycall` where it is on the PATH, `npx everycall` where it is but a package of a project. */
export function commandName(env: NodeJS.ProcessEnv = process.env): string {
  const folders = (env.PATH ?? '').split(delimiter);
  // npx and npm's scripts put a project's commands on the PATH, where a person's shell doesn't have them.
  const own = folders.filter((folder) => folder !== '' && !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder));
  const found = own.some((folder) => NAMES.some((name) => isCommand(join(folder, name))));
  return found ? 'everycall' : 'npx everycall';
}

function isCommand(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
