/** Payloads as files: what is stored is read back as it was, whole or not at all, and from nowhere else. */
import { mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StorageDriverClaim, type Payload } from '@temporalio/common';
import { FileStorageDriver } from '../../src/storage.js';

const payload = (text: string): Payload => ({
  metadata: { encoding: Buffer.from('json/plain') },
  data: Buffer.from(JSON.stringify(text)),
});
const textOf = ({ data }: Payload) => JSON.parse(Buffer.from(data!).toString()) as string;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everycall-storage-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const filesIn = async () => (await readdir(folder, { recursive: true })).filter((name) => name.includes('/'));

test('gives back what was stored, in order, and keeps equal payloads once', async () => {
  const driver = new FileStorageDriver({ folder: join(folder, 'made') });
  const texts = ['one', 'x'.repeat(5_000_000), 'one', 'half \ud83d'];
  const claims = await driver.store({}, texts.map(payload));
  expect(claims[0]).toEqual(claims[2]);
  const read = await new FileStorageDriver({ folder: join(folder, 'made') }).retrieve({}, claims);
  expect(read.map(textOf)).toEqual(texts);
  expect(Buffer.from(read[0]!.metadata!.encoding!).toString()).toBe('json/plain');
  expect((await filesIn()).filter((name) => /[0-9a-f]{64}$/.test(name))).toHaveLength(3);
  const file = join(
    folder,
    (await filesIn()).find((name) => /[0-9a-f]{64}$/.test(name))!,
  );
  expect((await stat(file)).mode & 0o077).toBe(0);
});

test('many writers of one payload leave one file, and no drafts', async () => {
  const drivers = Array.from({ length: 8 }, () => new FileStorageDriver({ folder }));
  const claims = await Promise.all(drivers.map((driver) => driver.store({}, [payload('same'), payload('other')])));
  expect(new Set(claims.flat().map(({ claimData }) => claimData.sha256)).size).toBe(2);
  expect(await filesIn()).toHaveLength(2);
});

test('a payload that is stored again counts as new, and one that was cut short is written again', async () => {
  const driver = new FileStorageDriver({ folder });
  const [claim] = await driver.store({}, [payload('kept')]);
  const file = join(folder, (await filesIn())[0]!);
  await utimes(file, 1, 1);
  await driver.store({}, [payload('kept')]);
  expect((await stat(file)).mtimeMs).toBeGreaterThan(1_000_000);
  await writeFile(file, 'cut');
  await driver.store({}, [payload('kept')]);
  expect((await driver.retrieve({}, [claim!])).map(textOf)).toEqual(['kept']);
});

test('what was changed or deleted is an error that says so, never other content', async () => {
  const driver = new FileStorageDriver({ folder });
  const [claim] = await driver.store({}, [payload('mine')]);
  const file = join(folder, (await filesIn())[0]!);
  const good = await readFile(file);
  await writeFile(file, Buffer.from(good).reverse());
  await expect(driver.retrieve({}, [claim!])).rejects.toThrow('its content was changed');
  await rm(file);
  await expect(driver.retrieve({}, [claim!])).rejects.toThrow(/there is no such file.*another folder/);
});

test.each(['../../etc/passwd', '', 'a'.repeat(63), 'A'.repeat(64), `${'a'.repeat(62)}/x`, '..'])(
  'a claim of %j reads nothing',
  async (sha256) => {
    const driver = new FileStorageDriver({ folder });
    const claim = new StorageDriverClaim(sha256 === '' ? {} : { sha256 });
    await expect(driver.retrieve({}, [claim])).rejects.toThrow('its claim names no file of this driver');
  },
);

test('a link to elsewhere is proven by its content like any file', async () => {
  const secret = join(folder, 'secret');
  await writeFile(secret, 'secret');
  const driver = new FileStorageDriver({ folder });
  const [{ claimData }] = (await driver.store({}, [payload('x')])) as [StorageDriverClaim];
  const file = join(folder, claimData.sha256!.slice(0, 2), claimData.sha256!);
  await rm(file);
  await symlink(secret, file);
  await expect(driver.retrieve({}, [new StorageDriverClaim(claimData)])).rejects.toThrow('its content was changed');
});

test('sizes are bounded, signals heeded, and bad options refused by name', async () => {
  const driver = new FileStorageDriver({ folder, maxBytes: 1_000 });
  await expect(driver.store({}, [payload('x'.repeat(1_000))])).rejects.toThrow(/of 10\d\d bytes .* at most 1000/);
  expect(await filesIn()).toEqual([]);
  const abortSignal = AbortSignal.abort(new Error('over'));
  await expect(driver.store({ abortSignal }, [payload('x')])).rejects.toThrow('over');
  for (const odd of [{ folder: '' }, { folder, name: '' }, { folder, maxBytes: 0.5 }, { folder: 7 as never }]) {
    expect(() => new FileStorageDriver(odd)).toThrow(/^FileStorageDriver: (folder|name|maxBytes) must be /);
  }
  for (const none of [undefined, null, {}]) {
    expect(() => new FileStorageDriver(none as never)).toThrow(
      'FileStorageDriver: folder must be a path, not undefined',
    );
  }
});
