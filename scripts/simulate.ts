/** Runs test/simulation/simulate.ts: `npm run simulate -- --seed S --runs N`. */
import { simulate } from '../test/simulation/simulate.js';

process.exitCode = await simulate(process.argv.slice(2));
