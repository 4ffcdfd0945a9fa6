import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { goInstall } from '../../src/server/build-binary.js';
import { findTemporalBinary } from '../../src/server/find-binary.js';
import { inCache, onPath } from '../../src/server/installed-binary.js';
import { NoTemporalBinaryError } from '../../src/server/server-error.js';
import { script, testFolder, VERSION_SCRIPT } from './fake-command.js';

const SYSTEM_PATH = '/usr/bin:/bin';

describe('findTemporalBinary', () => {
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let env: NodeJS.ProcessEnv;
  const sources = [onPath, inCache, goInstall];
  const cached = () => join(folder.path, 'cache/everycall/bin/temporal');

  beforeEach(async () => {
    folder = await testFolder();
    env = { PATH: `${folder.path}/bin:${SYSTEM_PATH}`, XDG_CACHE_HOME: `${folder.path}/cache`, HOME: folder.path };
    await script(join(folder.path, 'bin/go'), 'exit 1');
  });
  afterEach(() => folder.remove());

  /** A `go` that "builds": it writes a working Temporal CLI to GOBIN, and its arguments beside. */
  const workingGo = () =>
    script(
      join(folder.path, 'bin/go'),
      `[ "$1" = version ] && exit 0
       echo "$@" >> "${folder.path}/go-args"
       printf '#!/bin/sh\\n${VERSION_SCRIPT.replaceAll("'", `"`)}\\n' > "$GOBIN/temporal"
       chmod 755 "$GOBIN/temporal"`,
    );

  it('takes the one on PATH first and says which', async () => {
    const file = await script(join(folder.path, 'bin/temporal'), VERSION_SCRIPT);
    await script(cached(), VERSION_SCRIPT);
    const lines: string[] = [];
    const found = await findTemporalBinary({ env, sources, onProgress: (line) => lines.push(line) });
    expect(found).toEqual({ path: file, version: '9.9.9 (Server 1.0.0, UI 2.0.0)', source: 'PATH' });
    expect(lines).toEqual([`using Temporal CLI 9.9.9 (Server 1.0.0, UI 2.0.0) from PATH (${file})`]);
  });

  it.each([
    ['fails', 'echo boom >&2; exit 1'],
    ['is another program', 'echo hello'],
  ])('goes on to the cache when the one on PATH %s', async (_what, body) => {
    await script(join(folder.path, 'bin/temporal'), body);
    await script(cached(), VERSION_SCRIPT);
    await expect(findTemporalBinary({ env, sources })).resolves.toMatchObject({ source: 'cache', path: cached() });
  });

  it('ignores relative folders of PATH', async () => {
    env.PATH = `:.:bin:${env.PATH ?? ''}`;
    await script(cached(), VERSION_SCRIPT);
    await expect(findTemporalBinary({ env, sources })).resolves.toMatchObject({ source: 'cache' });
  });

  it('builds with go into the cache, once, and says so', async () => {
    await workingGo();
    const lines: string[] = [];
    const first = await findTemporalBinary({ env, sources, onProgress: (line) => lines.push(line) });
    expect(first).toMatchObject({ source: 'go install', path: cached() });
    expect(lines[0]).toBe('building Temporal CLI 1.5.1 with go (2 to 5 minutes, once)');
    await expect(findTemporalBinary({ env, sources })).resolves.toMatchObject({ source: 'cache', path: cached() });
  });

  it('ends with a working file and no rest when several build at once', async () => {
    await workingGo();
    const found = await Promise.all([1, 2, 3, 4].map(() => findTemporalBinary({ env, sources })));
    expect(found.map((binary) => binary.path)).toEqual([cached(), cached(), cached(), cached()]);
    await expect(readdir(join(folder.path, 'cache/everycall/bin'))).resolves.toEqual(['temporal']);
  });

  it('leaves nothing behind when the build fails', async () => {
    await script(join(folder.path, 'bin/go'), '[ "$1" = version ] && exit 0; echo "proxy: no such host" >&2; exit 1');
    await expect(findTemporalBinary({ env, sources })).rejects.toThrow('go install: proxy: no such host');
    await expect(readdir(join(folder.path, 'cache/everycall/bin'))).resolves.toEqual([]);
  });

  it('names every source with its reason, and what to do, in one line', async () => {
    const refused = await findTemporalBinary({ env, sources }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(NoTemporalBinaryError);
    const { tried, message } = refused as NoTemporalBinaryError;
    expect(tried.map((failed) => failed.source)).toEqual(['PATH', 'cache', 'go install']);
    expect(message).toContain(`cache: no ${cached()}`);
    expect(message).toContain('go install: no working "go" on PATH');
    expect(message).toContain('Install the Temporal CLI');
    expect(message).not.toContain('\n');
  });
});
