import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { claimPort } from '../../src/server/free-port.js';
import { PortBusyError, ServerOptionError } from '../../src/server/server-error.js';

describe('claimPort', () => {
  it.each([undefined, 0])('finds a free port for %p', async (port) => {
    const found = await claimPort(port, 'port');
    expect(found).toBeGreaterThan(0);
    await expect(claimPort(found, 'port')).resolves.toBe(found);
  });

  it('refuses a taken port in one line that names it and what to do', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    try {
      const refused = await claimPort(port, 'uiPort').catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(PortBusyError);
      const { message } = refused as PortBusyError;
      expect(message).toContain(`port ${port} for Temporal UI`);
      expect(message).toContain('--ui-port');
      expect(message).not.toContain('\n');
    } finally {
      holder.close();
    }
  });

  it.each([-1, 65_536, 1.5, Number.NaN])('refuses %p, which is no port', async (port) => {
    await expect(claimPort(port, 'port')).rejects.toThrow(ServerOptionError);
  });
});
