/**
 * The guard between a worker and a server that it starts. Rule: the server never outlives its worker, not even one that is
 * killed, and not by processes of its own (`npx` starts several). The guard hands on the worker's lines; once there will be
 * no more, it ends the server: the end of its input, SIGTERM, SIGKILL. It is ended by no Ctrl-C in the terminal, which is the
 * worker's alone to heed: calls that run are finished first.
 */

/** When the server is asked and made to end, in milliseconds: before the SDK kills the guard, which is after four seconds. */
const TERM_MS = 1_000;
const KILL_MS = 3_000;

// A string, not a file, since it must run the same from source under a test runner and from the compiled package.
const GUARD = `
process.title = 'everycall-mcp-guard';
const { spawn } = require('node:child_process');
const [termMs, killMs, file, ...args] = process.argv.slice(1);
const server = spawn(file, args, { stdio: ['pipe', 'inherit', 'inherit'], detached: true });
const signal = (name) => {
  try { process.kill(-server.pid, name); } catch {}
};
let ending = false;
const end = () => {
  if (ending) return;
  ending = true;
  server.stdin.end();
  setTimeout(signal, Number(termMs), 'SIGTERM');
  setTimeout(signal, Number(killMs), 'SIGKILL');
};
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('SIGTERM', end);
server.stdin.on('error', () => {});
process.stdin.on('error', end).once('close', end).pipe(server.stdin);
server.once('error', (error) => {
  process.stderr.write(error.message + '\\n');
  process.exit(127);
});
server.once('exit', (code) => {
  signal('SIGKILL');
  process.exit(code ?? 1);
});
`;

/** A program and its arguments. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/** The command behind a guard. Windows has no process groups, and needs a shell's ways to find programs: there it is as it was. */
export function guarded({ command, args }: Command): Command {
  if (process.platform === 'win32') return { command, args };
  return { command: process.execPath, args: ['-e', GUARD, '--', String(TERM_MS), String(KILL_MS), command, ...args] };
}
