import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import {
  startEmbeddedServer,
  type EmbeddedServer,
  type EmbeddedServerOptions,
} from '../../../src/server/embedded-server.js';
import { PortBusyError, ServerStartError } from '../../../src/server/server-error.js';
import { testFolder } from '../../server/fake-command.js';

const PARENT = fileURLToPath(new URL('./run-embedded.mjs', import.meta.url));

describe('startEmbeddedServer', () => {
  const running: EmbeddedServer[] = [];
  let folder: Awaited<ReturnType<typeof testFolder>>;

  beforeEach(async () => {
    folder = await testFolder();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
    await folder.remove();
  });

  async function start(options?: EmbeddedServerOptions): Promise<EmbeddedServer> {
    const server = await startEmbeddedServer(options);
    running.push(server);
    return server;
  }

  async function withClient<T>(server: EmbeddedServer, use: (client: Client) => Promise<T>): Promise<T> {
    const connection = await Connection.connect({ address: server.address });
    try {
      return await use(new Client({ connection, namespace: server.namespace }));
    } finally {
      await connection.close();
    }
  }

  const startWorkflow = (server: EmbeddedServer, workflowId: string, args: unknown[] = []) =>
    withClient(server, (client) => client.workflow.start('nobodyRuns', { taskQueue: 'none', workflowId, args }));
  const statusOf = (server: EmbeddedServer, workflowId: string) =>
    withClient(server, async (client) => (await client.workflow.getHandle(workflowId).describe()).status.name);
  const namespaceOf = (server: EmbeddedServer) =>
    withClient(server, async ({ workflowService, connection }) => {
      const { namespace } = server;
      const { config } = await workflowService.describeNamespace({ namespace });
      const { customAttributes } = await (connection as Connection).operatorService.listSearchAttributes({ namespace });
      return {
        retentionMs: tsToMs(config?.workflowExecutionRetentionTtl),
        attributes: Object.keys(customAttributes).filter((name) => name.startsWith('everycall')),
      };
    });

  it('answers with a retention of 30 days and the search attributes of turns, in memory, without UI', async () => {
    const server = await start();
    expect(server).toMatchObject({ namespace: 'default', version: expect.stringContaining('Server 1.') as string });
    expect(server.uiUrl).toBeUndefined();
    expect(server.dbFile).toBeUndefined();
    await expect(namespaceOf(server)).resolves.toEqual({
      retentionMs: 720 * 3_600_000,
      attributes: ['everycallWaiting'],
    });
  });

  it('keeps workflows in its file over a stop and over kill -9', async () => {
    const dbFile = join(folder.path, 'deep/er/t.db');
    const first = await start({ dbFile });
    expect(first.dbFile).toBe(dbFile);
    await access(`${dbFile}-wal`); // the pragmas took
    await startWorkflow(first, 'kept');
    await first.stop();
    await expect(first.killed).resolves.toEqual({ code: 0, signal: null });

    const second = await start({ dbFile });
    await expect(statusOf(second, 'kept')).resolves.toBe('RUNNING');
    await startWorkflow(second, 'kept too');
    process.kill(second.pid, 'SIGKILL');
    await expect(second.killed).resolves.toEqual({ code: null, signal: 'SIGKILL' });

    const third = await start({ dbFile, port: Number(second.address.split(':')[1]) });
    await expect(statusOf(third, 'kept')).resolves.toBe('RUNNING');
    await expect(statusOf(third, 'kept too')).resolves.toBe('RUNNING');
  });

  it('changes retention and adds search attributes on a file that was made without', async () => {
    const dbFile = join(folder.path, 't.db');
    const first = await start({ dbFile, retention: '2h', searchAttributes: [], namespace: 'mine' });
    await expect(namespaceOf(first)).resolves.toEqual({ retentionMs: 7_200_000, attributes: [] });
    await first.stop();
    const second = await start({ dbFile, retention: '3h', namespace: 'mine' });
    await expect(namespaceOf(second)).resolves.toEqual({
      retentionMs: 10_800_000,
      attributes: ['everycallWaiting'],
    });
  });

  it('runs beside another one, with UI, and refuses the ports of that one', async () => {
    const [one, two] = await Promise.all([start({ ui: true }), start({ uiPort: 0 })]);
    expect(one.address).not.toBe(two.address);
    await startWorkflow(one, 'only-here');
    await expect(statusOf(two, 'only-here')).rejects.toThrow(/not found/);
    for (const { uiUrl } of [one, two]) expect((await fetch(String(uiUrl))).status).toBe(200);

    const port = Number(one.address.split(':')[1]);
    await expect(startEmbeddedServer({ port })).rejects.toThrow(PortBusyError);
    const uiPort = Number(new URL(String(one.uiUrl)).port);
    await expect(startEmbeddedServer({ uiPort })).rejects.toThrow(`port ${uiPort} for Temporal UI`);
  });

  it('obeys neither the environment nor a file of the user that names another server', async () => {
    const stray = join(folder.path, 'stray.db');
    await mkdir(join(folder.path, '.config/temporalio'), { recursive: true });
    await writeFile(
      join(folder.path, '.config/temporalio/temporal.yaml'),
      `env:\n  default:\n    db-filename: ${stray}\n    port: "1"\n`,
    );
    const misleading = {
      HOME: folder.path,
      // Where the server's program is kept: another home has none yet.
      XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      TEMPORAL_NAMESPACE: 'prod',
      TEMPORAL_LOG_LEVEL: 'nonsense',
      http_proxy: 'http://127.0.0.1:1',
      grpc_proxy: 'http://127.0.0.1:1',
    };
    const before = Object.keys(misleading).map((key) => [key, process.env[key]] as const);
    try {
      Object.assign(process.env, misleading);
      const server = await start();
      expect(server.namespace).toBe('default');
      await expect(access(stray)).rejects.toThrow('ENOENT');
    } finally {
      for (const [key, value] of before) {
        if (value === undefined) delete process.env[key];
        else process.env[key] = value;
      }
    }
  });

  it('passes dynamic configuration that takes effect', async () => {
    const server = await start({ dynamicConfig: { 'limit.blobSize.error': 2_000, 'limit.blobSize.warn': 1_000 } });
    await startWorkflow(server, 'small', ['x'.repeat(1_500)]);
    await expect(startWorkflow(server, 'large', ['x'.repeat(3_000)])).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/size exceeds limit/) as string },
    });
  });

  it('says in one line what the server printed when it dies at start', async () => {
    const refused = await startEmbeddedServer({ dbFile: folder.path }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ServerStartError);
    const { message, lastLines } = refused as ServerStartError;
    expect(message).toMatch(/^the Temporal server did not start: it ended with code 1; it printed: .*database/);
    expect(message).not.toContain('\n');
    expect(lastLines.length).toBeGreaterThan(0);
  });

  it('leaves nothing running when its parent is killed with SIGKILL', async () => {
    const parent = spawn(process.execPath, [PARENT], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [port] = (await once(parent.stdout, 'data')) as [Buffer];
    const socket = connect(Number(String(port)), '127.0.0.1')
      .on('error', () => undefined)
      .resume();
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    parent.kill('SIGKILL');
    await closed;
  });
});
