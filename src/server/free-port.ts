/** Ports of this machine's loopback address: one that is free, or the proof that a given one is. */
import { createServer } from 'node:net';
import { PortBusyError, ServerOptionError, type PortUse } from './server-error.js';
import { HOST } from './settings.js';

/**
 * The port itself when it can be listened on, or a free one for 0 and `undefined`.
 * @throws PortBusyError when the given port is taken or forbidden; ServerOptionError when it is no port.
 */
export async function claimPort(port: number | undefined, use: PortUse): Promise<number> {
  const wanted = port ?? 0;
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) {
    throw new ServerOptionError(use, port, 'a whole number from 0 to 65535');
  }
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      reject(new PortBusyError(wanted, use, error.code ?? error.message));
    });
    probe.listen({ host: HOST, port: wanted, exclusive: true }, () => {
      const address = probe.address();
      const bound = typeof address === 'object' && address !== null ? address.port : wanted;
      probe.close(() => resolve(bound));
    });
  });
}
