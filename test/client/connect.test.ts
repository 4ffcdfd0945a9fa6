/** Connecting, as far as it needs no server. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { ConnectionLike } from '@temporalio/client';
import { ConnectConfigError, ServerUnreachableError } from '../../src/client/client-error.js';
import { connect } from '../../src/client/connect.js';

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('an unreachable server is one clear error with its address, within the time given', async () => {
  const address = `127.0.0.1:${await freePort()}`;
  const error = await connect({ address, environment: false, connectTimeoutMs: 300 }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ServerUnreachableError);
  expect(String(error)).toContain(`no Temporal server answers at ${address} (waited 0.3 s)`);
});

test('a server that accepts and says nothing is unreachable, too', async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const trying = connect({ address: `127.0.0.1:${port}`, environment: false, connectTimeoutMs: 300 });
  await expect(trying).rejects.toBeInstanceOf(ServerUnreachableError);
  for (const socket of sockets) socket.destroy();
  server.close();
});

describe('the environment', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });
  const connection = { plugins: [] } as unknown as ConnectionLike;

  test('names the namespace, unless it is not to be read or an option stands over it', async () => {
    process.env.TEMPORAL_NAMESPACE = 'from-environment';
    expect((await connect({ connection })).namespace).toBe('from-environment');
    expect((await connect({ connection, namespace: 'mine' })).namespace).toBe('mine');
    expect((await connect({ connection, environment: false })).namespace).toBe('default');
  });

  test('names the address', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    process.env.TEMPORAL_ADDRESS = address;
    await expect(connect({ connectTimeoutMs: 200 })).rejects.toMatchObject({ address });
  });

  test('a configuration that is not there is one clear error', async () => {
    process.env.TEMPORAL_PROFILE = 'no-such-profile';
    await expect(connect({ connection })).rejects.toBeInstanceOf(ConnectConfigError);
  });
});

test('a connection that was given is not closed', async () => {
  let closed = 0;
  const connection = { plugins: [], close: async () => void (closed += 1) } as unknown as ConnectionLike;
  const client = await connect({ connection, environment: false });
  await client.close();
  expect(closed).toBe(0);
  expect(client.taskQueue).toBe('everycall');
});
