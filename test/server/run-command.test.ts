import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { CommandError, runCommand } from '../../src/server/run-command.js';

const env = process.env;

describe('runCommand', () => {
  it('gives the last lines of both outputs', async () => {
    const lines = await runCommand('/bin/sh', ['-c', 'echo one; echo two >&2'], { env, timeoutMs: 10_000 });
    expect([...lines].sort()).toEqual(['one', 'two']);
  });

  it('fails with the last line, with the code when there is none, and when there is no such file', async () => {
    const options = { env, timeoutMs: 10_000 };
    await expect(runCommand('/bin/sh', ['-c', 'echo why >&2; exit 3'], options)).rejects.toThrow('why');
    await expect(runCommand('/bin/sh', ['-c', 'exit 3'], options)).rejects.toThrow('ended with 3');
    await expect(runCommand('/nowhere/x', [], options)).rejects.toThrow(CommandError);
  });

  it('kills what takes too long, with the processes that it started', async () => {
    const held = createServer().listen(0, '127.0.0.1');
    await once(held, 'listening');
    const gone = new Promise<void>((resolve) => {
      held.once('connection', (socket) => socket.on('error', () => undefined).once('close', () => resolve()));
    });
    const { port } = held.address() as AddressInfo;
    const grandchild = `require('net').connect(${port}, '127.0.0.1')`;
    const command = `"${process.execPath}" -e "${grandchild}" & wait`;
    await expect(runCommand('/bin/sh', ['-c', command], { env, timeoutMs: 1_000 })).rejects.toThrow(
      'took longer than 1 s',
    );
    await gone;
    held.close();
  });
});
