/** Starts one Temporal server for all tests that need one, from the built code. Its address goes to them by the environment. */
import { startEmbeddedServer } from '../dist/server/embedded-server.js';

export default async function globalSetup() {
  // Jest runs this once for each of its projects; one server is enough.
  if (globalThis.everycallTestServer) return;
  const server = await startEmbeddedServer({ onProgress: (line) => process.stderr.write(`${line}\n`) });
  globalThis.everycallTestServer = server;
  process.env.EVERYCALL_TEST_ADDRESS = server.address;
}
