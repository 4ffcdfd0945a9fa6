import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startGuarded } from '../../src/server/guarded-process.js';

const PARENT = fileURLToPath(new URL('./run-guarded.mjs', import.meta.url));

describe('startGuarded', () => {
  let witness: Server;
  /** Connects to the test and lives until it is killed: its socket closes when it is gone. */
  let command: (extra?: string) => string[];
  const connected = async () => ((await once(witness, 'connection')) as [Socket])[0].on('error', () => undefined);

  beforeEach(async () => {
    witness = createServer().listen(0, '127.0.0.1');
    await once(witness, 'listening');
    const { port } = witness.address() as AddressInfo;
    command = (extra = '') => ['-e', `${extra}; require('net').connect(${port}, '127.0.0.1').on('close', () => {})`];
  });
  afterEach(() => witness.close());

  const start = (args: string[], onLine?: (line: string) => void) =>
    startGuarded({ file: process.execPath, args, env: process.env, ...(onLine && { onLine }) });

  it('stops the process, any number of times', async () => {
    const arrival = connected();
    const child = await start(command());
    const closed = once(await arrival, 'close');
    await Promise.all([child.stop(), child.stop()]);
    await child.stop();
    await closed;
    await expect(child.ended).resolves.toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('kills a process that ignores SIGTERM after the grace', async () => {
    const arrival = connected();
    const args = command(`process.on('SIGTERM', () => {})`);
    const child = await startGuarded({ file: process.execPath, args, env: process.env, graceMs: 100 });
    await arrival;
    await child.stop();
    await expect(child.ended).resolves.toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('tells how a process ended by itself, and what it printed', async () => {
    const lines: string[] = [];
    const child = await start(['-e', `console.log('a'); console.error('b'); process.exitCode = 7`], (l) =>
      lines.push(l),
    );
    await expect(child.ended).resolves.toEqual({ code: 7, signal: null });
    expect([...child.lastLines()].sort()).toEqual(['a', 'b']);
    expect(lines.sort()).toEqual(['a', 'b']);
    await child.stop();
  });

  it('rejects with the reason when the file cannot be run', async () => {
    await expect(startGuarded({ file: '/nowhere/x', args: [], env: process.env })).rejects.toThrow('ENOENT');
  });

  it('passes the arguments as they are, flags of Node included', async () => {
    const child = await start(['-e', 'console.log(process.argv.slice(1).join())', '--', '--version', '-p', 'a b']);
    await child.ended;
    expect(child.lastLines()).toEqual(['--version,-p,a b']);
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('ends the process when its parent dies of %s', async (signal) => {
    const arrival = connected();
    const parent = spawn(process.execPath, [PARENT, process.execPath, ...command()], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const socket = await arrival;
    await once(parent.stdout, 'data');
    const closed = once(socket, 'close');
    parent.kill(signal);
    await closed;
  });

  it('ends the process when the guard itself is killed', async () => {
    const arrival = connected();
    let told: (line: string) => void = () => undefined;
    const guard = new Promise<string>((resolve) => {
      told = resolve;
    });
    const child = await start(command(`console.log(process.ppid)`), (line) => told(line));
    const closed = once(await arrival, 'close');
    process.kill(Number(await guard), 'SIGKILL');
    await child.ended;
    await closed;
  });
});
