// Entry of `npm run demo`: builds the package when needed, then runs the demo.
import { createJiti } from 'jiti';
import '../stage/ensure-built.mjs';

await createJiti(import.meta.url).import('./demo.ts');
