/** Runs test/fuzz/fuzz.ts: `npm run fuzz -- --seed S --runs N`. */
import { fuzz } from '../test/fuzz/fuzz.js';

process.exitCode = await fuzz(process.argv.slice(2));
