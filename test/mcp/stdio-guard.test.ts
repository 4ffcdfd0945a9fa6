/** Servers that a worker starts end with it: when it closes them, when it is killed, and with all that they started. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { guarded } from '../../src/mcp/stdio-guard.js';

const STUBBORN = fileURLToPath(new URL('../harness/stubborn.mjs', import.meta.url));
const HEIRS = 1;

let server: Server;
let alive: Socket[];
let allThere: Promise<void>;

beforeEach(async () => {
  alive = [];
  server = createServer().listen(0, '127.0.0.1');
  allThere = new Promise((resolve) => {
    server.on('connection', (socket) => {
      socket.on('error', () => undefined);
      if (alive.push(socket) === 1 + HEIRS) resolve();
    });
  });
  await once(server, 'listening');
});
afterEach(() => server.close());

const command = () =>
  guarded({
    command: process.execPath,
    args: [STUBBORN, String((server.address() as AddressInfo).port), String(HEIRS)],
  });
const allGone = () => Promise.all(alive.map((socket) => once(socket.resume(), 'close')));

test('the server and what it started are gone once its input ends', async () => {
  const { command: file, args } = command();
  const guard = spawn(file, args, { stdio: ['pipe', 'ignore', 'inherit'] });
  await allThere;
  const ended = once(guard, 'exit');
  guard.stdin.end();
  await Promise.all([allGone(), ended]);
});

test('and when the worker is killed', async () => {
  const run = `require('node:child_process').spawn(...${JSON.stringify([command().command, command().args])}, { stdio: ['pipe', 'inherit', 'inherit'] })`;
  const worker = spawn(process.execPath, ['-e', run], { stdio: ['ignore', 'ignore', 'inherit'] });
  await allThere;
  worker.kill('SIGKILL');
  await allGone();
});

test('a Ctrl-C in the terminal does not reach it, and a SIGTERM ends it', async () => {
  const { command: file, args } = command();
  const guard = spawn(file, args, { stdio: ['pipe', 'ignore', 'inherit'] });
  await allThere;
  guard.kill('SIGINT');
  guard.kill('SIGHUP');
  const ended = once(guard, 'exit');
  guard.kill('SIGTERM');
  await allGone();
  // A signal would have ended it before its server.
  expect(await ended).toEqual([1, null]);
});

test('a program that is not there is named', async () => {
  const { command: file, args } = guarded({ command: '/nowhere/at-all', args: [] });
  const guard = spawn(file, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  guard.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  expect(await once(guard, 'close')).toEqual([127, null]);
  expect(said).toBe('spawn /nowhere/at-all ENOENT\n');
});
