// Lets Node run the benches: `node --import ./bench/register.mjs bench/history.ts`.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
