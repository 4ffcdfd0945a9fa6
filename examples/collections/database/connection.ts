/**
 * The tools' way to PostgreSQL. Rule: every statement is one message with its values quoted by the driver: the demo's
 * engine takes its clients' messages in turns, and a statement of several messages could be cut in two by a killed worker.
 */
import pg from 'pg';

/** What can be put into a statement. */
export type SqlValue = string | number | boolean | null;

/** The variable that names the database. */
export const DATABASE_VARIABLE = 'COLLECTIONS_DATABASE_URL';

const CONNECT_MS = 5_000;
const STATEMENT_MS = 10_000;

let pool: pg.Pool | undefined;

/** A statement with its values in place: sql`select … where name = ${name}`. */
export function sql(parts: TemplateStringsArray, ...values: readonly SqlValue[]): string {
  return parts.map((part, at) => (at === 0 ? part : `${literal(values[at - 1]!)}${part}`)).join('');
}

/** Runs a statement; the caller says what a row looks like. Throws PostgreSQL's own error. */
export async function query<Row>(statement: string): Promise<Row[]> {
  pool ??= connect();
  return (await pool.query(statement)).rows as Row[];
}

/** Closes the connections of this process. */
export async function disconnect(): Promise<void> {
  const open = pool;
  pool = undefined;
  await open?.end();
}

function connect(): pg.Pool {
  const connectionString = process.env[DATABASE_VARIABLE];
  if (!connectionString) throw new Error(`set ${DATABASE_VARIABLE}; \`npm run demo -- --keep\` starts a database`);
  const made = new pg.Pool({
    connectionString,
    max: 4,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: STATEMENT_MS,
    allowExitOnIdle: true,
  });
  // An idle connection that breaks is replaced; whoever needs one next hears of it if it can't be.
  made.on('error', () => undefined);
  return made;
}

function literal(value: SqlValue): string {
  return typeof value === 'string' ? pg.escapeLiteral(value) : String(value);
}
