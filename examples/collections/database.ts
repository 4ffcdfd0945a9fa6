/**
 * The database process: PostgreSQL (PGlite) on a port of 127.0.0.1, with the sample data, the mailer and the credit bureau.
 * Rule: it is a process of its own, which no worker owns, so that a killed worker takes nothing with it.
 */
import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** How often mail goes out and the bureau answers. */
const ROUND_MS = 200;

const db = await PGlite.create();
for (const file of ['schema.sql', 'sample-data.sql']) await db.exec(await shipped(file));
const ROUND = await shipped('round.sql');
const server = new PGLiteSocketServer({ db, port: 0, host: '127.0.0.1', maxConnections: 50 });
await server.start();
console.log(`database ready on postgres://postgres@${server.getServerConn()}/postgres`);

let busy = false;
const rounds = setInterval(() => void round(), ROUND_MS);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

async function round(): Promise<void> {
  if (busy) return;
  busy = true;
  try {
    await db.exec(ROUND);
  } finally {
    busy = false;
  }
}

async function stop(): Promise<void> {
  clearInterval(rounds);
  await server.stop();
  await db.close();
  process.exit(0);
}

function shipped(file: string): Promise<string> {
  return readFile(new URL(`./data/${file}`, import.meta.url), 'utf8');
}
