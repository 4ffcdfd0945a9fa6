// A parent to be killed: starts an embedded server and prints its port.
import { createJiti } from 'jiti';

const { startEmbeddedServer } = await createJiti(import.meta.url).import('../../../src/server/embedded-server.ts');
const server = await startEmbeddedServer();
process.stdout.write(`${server.address.split(':')[1]}\n`);
