/** How messages go to a server over stdio. */
import { mcpServer } from '../../src/index.js';
import type { McpSdk } from '../../src/mcp/sdk.js';
import { mcpTransport } from '../../src/mcp/transport.js';

test('a message waits for the one before: each that found the pipe full would listen for its room, and Node warn of a leak', async () => {
  const sent: unknown[] = [];
  const ends: (() => void)[] = [];
  class FakeStdio {
    stderr = null;
    send(message: unknown): Promise<void> {
      sent.push(message);
      if (message === 'broken') throw new Error('Not connected');
      return new Promise((resolve) => ends.push(resolve));
    }
  }
  const sdk = { StdioClientTransport: FakeStdio } as unknown as McpSdk;
  const { transport } = mcpTransport(mcpServer({ name: 'a', command: 'x' }), sdk);
  const send = (message: string) => transport.send(message as never);
  const [first, broken, last] = [send('first'), expect(send('broken')).rejects.toThrow('Not connected'), send('last')];
  await new Promise((resolve) => setImmediate(resolve));
  expect(sent).toEqual(['first']);
  ends.shift()!();
  await first;
  await broken;
  await new Promise((resolve) => setImmediate(resolve));
  expect(sent).toEqual(['first', 'broken', 'last']);
  ends.shift()!();
  await last;
});
