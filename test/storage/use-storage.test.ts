/** What is given as external storage and is none is refused in one line, by clients and by workers' activities alike. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExternalStorage } from '@temporalio/common';
import { connect } from '../../src/client.js';
import { defineAgent } from '../../src/index.js';
import { ExternalStorageOptionError, FileStorageDriver } from '../../src/storage.js';
import { everycallActivities } from '../../src/worker.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everycall-storage-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each<[string, (driver: FileStorageDriver) => unknown]>([
  ['a driver', (driver) => driver],
  ['a list of drivers', (driver) => [driver]],
  ['options', (driver) => ({ drivers: [driver] })],
  ['a folder', ({ folder: path }) => path],
])('%s', async (_what, given) => {
  const externalStorage = given(new FileStorageDriver({ folder })) as ExternalStorage;
  const refused = /^externalStorage must be an ExternalStorage of @temporalio\/common, .* not /;
  await expect(connect({ externalStorage, environment: false })).rejects.toThrow(refused);
  const agents = [defineAgent({ name: 'a', model: 'm' })];
  expect(() => everycallActivities({ agents, externalStorage })).toThrow(ExternalStorageOptionError);
});

test('the real one, and none, are taken', () => {
  const agents = [defineAgent({ name: 'a', model: 'm' })];
  const externalStorage = new ExternalStorage({ drivers: [new FileStorageDriver({ folder })] });
  expect(Object.keys(everycallActivities({ agents, externalStorage }))).toContain('callModel');
  expect(Object.keys(everycallActivities({ agents }))).toContain('callModel');
});
