/** The folder of a recording: whole files only, none replaced, and one clear line for a folder that can't be used. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Exchange } from '../../../src/models/exchange/exchange.js';
import { openForWriting, readFolder, writeExchange } from '../../../src/models/exchange/exchange-folder.js';
import { exchangeSettings } from '../../../src/models/exchange/exchange-settings.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everycall-exchange-'));
});
afterEach(() => rm(folder, { recursive: true }));

const exchange = (n: number): Exchange => ({
  everycall: 'exchange/1',
  request: { method: 'POST', path: '/chat/completions', body: { n } },
  response: { status: 200, headers: { 'content-type': 'application/json' }, body: { n } },
});

test('files are numbered in order, named by the request, readable, and read back as they were', async () => {
  expect([exchange(1), exchange(2), exchange(1)].map((each) => writeExchange(folder, each))).toEqual([
    expect.stringMatching(/^0001-[0-9a-f]{8}\.json$/),
    expect.stringMatching(/^0002-[0-9a-f]{8}\.json$/),
    expect.stringMatching(/^0003-[0-9a-f]{8}\.json$/),
  ]);
  const files = (await readdir(folder)).sort();
  expect(files.map((file) => file.slice(5))[2]).toBe(files[0]?.slice(5));
  expect(await readFile(join(folder, files[0] ?? ''), 'utf8')).toContain('\n  "request": {\n');
  expect(readFolder(folder).map((stored) => stored.exchange)).toEqual([exchange(1), exchange(2), exchange(1)]);
  expect(openForWriting(folder)).toBe(3);
});

test('no part of a file is left behind', async () => {
  writeExchange(folder, exchange(1));
  const circle: { self?: unknown } = {};
  circle.self = circle;
  expect(() => writeExchange(folder, { ...exchange(2), request: { ...exchange(2).request, body: circle } })).toThrow();
  expect(await readdir(folder)).toHaveLength(1);
});

test('a file that is too large is not written', async () => {
  const body = 'x'.repeat(51_000_000);
  expect(() => writeExchange(folder, { ...exchange(1), request: { ...exchange(1).request, body } })).toThrow(/bytes/);
  expect(await readdir(folder)).toEqual([]);
});

test('a folder is made for a recording; a file in its place is refused in one line', async () => {
  expect(openForWriting(join(folder, 'a/b'))).toBe(0);
  await writeFile(join(folder, 'file'), '');
  expect(() => openForWriting(join(folder, 'file'))).toThrow(
    /^EVERYCALL_RECORD=.*file: the folder can't be written to.*$/,
  );
});

test('where no folder can be made the recording is refused, and not tried for ever', () => {
  // /dev/null is no folder anywhere; under /proc, which only Linux has, Node's recursive way has no end.
  for (const place of ['/dev/null/zz', ...(process.platform === 'linux' ? ['/proc/zz'] : [])]) {
    expect(() => openForWriting(place)).toThrow(
      /^EVERYCALL_RECORD=\S+: the folder can't be written to.*: name one that can$/,
    );
  }
});

test('a replay without a recording is refused in one line', async () => {
  expect(() => readFolder(join(folder, 'nowhere'))).toThrow(/^EVERYCALL_REPLAY=.*nowhere: the folder can't be read.*$/);
  expect(() => readFolder(folder)).toThrow(/holds no exchanges: record them first with EVERYCALL_RECORD$/);
  await writeFile(join(folder, '0001-00000000.json'), '{"everycall":"exchange/1","request":{}}');
  expect(() => readFolder(folder)).toThrow(/0001-00000000.json is no recorded exchange/);
});

test('both at once are refused, and an empty variable asks for nothing', () => {
  expect(() => exchangeSettings({ EVERYCALL_RECORD: 'a', EVERYCALL_REPLAY: 'b' })).toThrow(
    'EVERYCALL_RECORD=a: EVERYCALL_REPLAY=b is set as well: unset one of the two',
  );
  expect(exchangeSettings({ EVERYCALL_RECORD: '', EVERYCALL_REPLAY: '' })).toBeUndefined();
  expect(exchangeSettings({ EVERYCALL_REPLAY: 'b' })).toEqual({ mode: 'replay', folder: 'b' });
});

test.each([{ status: 99 }, { status: 200.5 }, { headers: { 'retry-after': 5 } }])(
  'a response edited to %j can not be made, and is refused when the replay begins',
  async (edited) => {
    const { request, response } = exchange(1);
    const text = JSON.stringify({ everycall: 'exchange/1', request, response: { ...response, ...edited } });
    await writeFile(join(folder, '0001-00000000.json'), text);
    expect(() => readFolder(folder)).toThrow(/0001-00000000.json is no recorded exchange/);
  },
);
