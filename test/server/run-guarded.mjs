// A parent to be killed: starts the command of its arguments behind a guard and prints the process id of the command.
import { createJiti } from 'jiti';

const { startGuarded } = await createJiti(import.meta.url).import('../../src/server/guarded-process.ts');
const [file, ...args] = process.argv.slice(2);
const { pid } = await startGuarded({ file, args, env: process.env });
process.stdout.write(`${pid}\n`);
