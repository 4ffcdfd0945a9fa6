import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedServer } from '../../src/server/embedded-server.js';
import { PortBusyError, ServerStartError } from '../../src/server/server-error.js';
import { script, testFolder } from './fake-command.js';

/** How it starts and fails, with a script in the place of the Temporal CLI. The real one: test/e2e/server. */
describe('startEmbeddedServer', () => {
  let folder: Awaited<ReturnType<typeof testFolder>>;
  beforeEach(async () => {
    folder = await testFolder();
  });
  afterEach(() => folder.remove());

  /** A Temporal CLI that notes each start with its ports and its environment, prints and ends. */
  async function dying(print: string) {
    const path = await script(
      join(folder.path, 'temporal'),
      `echo "$@" >> "${folder.path}/starts"; env > "${folder.path}/env"; ${print}; exit 1`,
    );
    return { path, version: '9.9.9', source: 'test' };
  }
  const starts = async () => (await readFile(join(folder.path, 'starts'), 'utf8')).trim().split('\n');

  it('tells how the server ended and what it printed', async () => {
    const binary = await dying('echo first; echo "last words" >&2');
    const refused = await startEmbeddedServer({ binary }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ServerStartError);
    expect((refused as Error).message).toMatch(
      /^the Temporal server did not start: it ended with code 1; it printed: /,
    );
    expect([...(refused as ServerStartError).lastLines].sort()).toEqual(['first', 'last words']);
    expect(await starts()).toHaveLength(1);
  });

  it('takes another free port when somebody was quicker, three times at most', async () => {
    const binary = await dying('echo "listen tcp 127.0.0.1:1: bind: address already in use"');
    await expect(startEmbeddedServer({ binary })).rejects.toThrow('address already in use');
    expect(await starts()).toHaveLength(3);
  });

  it('names a binary that cannot be run', async () => {
    const binary = { path: join(folder.path, 'none'), version: '9.9.9', source: 'test' };
    await expect(startEmbeddedServer({ binary })).rejects.toThrow(`${binary.path} can't be run`);
  });

  it('hides from the server what the environment says about other servers', async () => {
    process.env.TEMPORAL_ADDRESS = 'prod:7233';
    try {
      await expect(startEmbeddedServer({ binary: await dying('true') })).rejects.toThrow(ServerStartError);
    } finally {
      delete process.env.TEMPORAL_ADDRESS;
    }
    await expect(readFile(join(folder.path, 'env'), 'utf8')).resolves.not.toContain('TEMPORAL_');
  });

  it('refuses one port for both Temporal and its UI, before anything starts', async () => {
    const binary = await dying('true');
    await expect(startEmbeddedServer({ binary, port: 40_123, uiPort: 40_123 })).rejects.toThrow(PortBusyError);
    await expect(starts()).rejects.toThrow('ENOENT');
  });
});
