/** The built command as a child process: what it prints, line by line, and how it exits. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built command. */
export const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
/** The agents file of these tests. */
export const AGENTS = fileURLToPath(new URL('./agents.ts', import.meta.url));

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface RunningCommand {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves once standard error holds this; rejects when the command ends without it. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  signal(name: NodeJS.Signals): void;
  /** Stops reading standard output, as `head` does. */
  closeStdout(): void;
}

/** Settings of a command. */
export interface CommandSettings {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Standard input. @default none */
  readonly input?: string | Uint8Array;
}

const running = new Set<RunningCommand>();

/** Starts the command. */
export function start(args: readonly string[], { env, cwd, input }: CommandSettings = {}): RunningCommand {
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...withoutTemporal(process.env), ...env },
    ...(cwd !== undefined && { cwd }),
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  let over = false;
  const watchers = new Set<() => void>();
  const notify = () => watchers.forEach((watch) => watch());
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
    notify();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      over = true;
      running.delete(command);
      notify();
      resolve({ code, stdout, stderr });
    });
  });
  const command: RunningCommand = {
    pid: child.pid ?? 0,
    ended,
    signal: (name) => void child.kill(name),
    closeStdout: () => void child.stdout.destroy(),
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(stderr);
          if (!found && !over) return;
          watchers.delete(look);
          if (found) resolve(found);
          else reject(new Error(`everycall ${args.join(' ')} ended without ${String(pattern)}; it said: ${stderr}`));
        };
        watchers.add(look);
        look();
      }),
  };
  running.add(command);
  return command;
}

/** Runs the command to its end. */
export function everycall(args: readonly string[], settings?: CommandSettings): Promise<Ended> {
  return start(args, settings).ended;
}

/** Kills what a test left running. */
export async function killAll(): Promise<void> {
  const left = [...running];
  for (const command of left) command.signal('SIGKILL');
  await Promise.all(left.map((command) => command.ended));
}

/** The environment of a machine on which nobody has configured Temporal. */
function withoutTemporal(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([key]) => !/^(TEMPORAL_|EVERYCALL_|OPENAI_|NODE_OPTIONS|JEST)/.test(key)),
  );
}
