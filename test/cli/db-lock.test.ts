import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockDatabase } from '../../src/cli/db-lock.js';
import { testFolder } from '../server/fake-command.js';

let folder: Awaited<ReturnType<typeof testFolder>>;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());

test('a database belongs to one process until that gives it back', async () => {
  const db = join(folder.path, 'deep', 't.db');
  const unlock = await lockDatabase(db);
  await expect(lockDatabase(db)).rejects.toThrow(`in use by process ${process.pid}: choose another with --db`);
  await unlock();
  await expect(readdir(join(folder.path, 'deep'))).resolves.toEqual([]);
  await (
    await lockDatabase(db)
  )();
});

test.each([
  ['a process that is gone', String(2 ** 30)],
  ['nobody', ''],
])('a lock of %s is taken over', async (_who, content) => {
  const db = join(folder.path, 't.db');
  await writeFile(`${db}.lock`, content);
  await (
    await lockDatabase(db)
  )();
});
