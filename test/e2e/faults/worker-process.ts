/** A worker in a process of its own, which a test kills, pauses and lets wake. */
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../fixtures/worker.mjs', import.meta.url));
const LINES_KEPT = 30;

/** What a worker process serves; see fixtures/worker.mjs. */
export interface WorkerSetup {
  readonly address: string;
  readonly taskQueue: string;
  /** Where tools report to. */
  readonly desk: string;
  /** The model's address. */
  readonly baseURL: string;
  /** The API that the model speaks. @default 'chat' */
  readonly api?: 'chat' | 'responses';
  /** Name of the agent. @default 'tester' */
  readonly name?: string;
  /** The agent's instructions: another one is another version of the agent. */
  readonly description?: string;
  /** Tools that this deploy lacks. */
  readonly without?: readonly string[];
  /** The agent `leader`, which asks the agent, is served in its place. */
  readonly leads?: boolean;
  /** Tokens from which on its transcripts are compacted; its instructions for that are `Sums up.`. @default never */
  readonly compactAt?: number;
  /** Whether the tool `extra` is there. */
  readonly extra?: boolean;
  /** @default 'whole' */
  readonly role?: 'whole' | 'broken-workflows' | 'activities';
  readonly graceMs?: number;
  readonly maxConcurrentCalls?: number;
}

/** A worker process. */
export interface WorkerProcess {
  readonly pid: number;
  /** Sends a signal. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves once it says that it was asked to end. */
  readonly stopping: Promise<void>;
  /** Resolves once it is gone. */
  readonly gone: Promise<{ code: number | null; signal: string | null }>;
  /** SIGKILL, which ends a paused process, too; resolves once it is gone. */
  kill(): Promise<void>;
}

/** Starts a worker process; resolves once it polls. Rejects with what it printed when it ends before. */
export async function startWorkerProcess(setup: WorkerSetup): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(setup)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, EVERYCALL_TEST_KEY: 'sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn' },
  });
  const printed: string[] = [];
  const words = new EventEmitter();
  const ready = once(words, 'ready');
  const stopping = once(words, 'stopping').then(() => undefined);
  createInterface(child.stdout).on('line', (word) => words.emit(word));
  createInterface(child.stderr).on('line', (line) => {
    if (process.env.EVERYCALL_TEST_LOG === '1') process.stderr.write(`${child.pid} ${line}\n`);
    printed.push(line);
    if (printed.length > LINES_KEPT) printed.shift();
  });
  const gone = once(child, 'exit').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
  }));
  const early = gone.then(({ code, signal }) => {
    throw new Error([`the worker ended (${code ?? signal}) before it was ready:`, ...printed].join('\n'));
  });
  early.catch(() => undefined);
  await Promise.race([ready, early]);
  return {
    pid: child.pid!,
    signal: (signal) => void child.kill(signal),
    stopping,
    gone,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
