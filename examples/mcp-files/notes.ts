/** The folder of the example's notes, made anew: the agent writes to it. */
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Full path; the server serves nothing outside of it. */
export const NOTES = join(realpathSync(tmpdir()), 'everycall-notes');

mkdirSync(NOTES, { recursive: true });
writeFileSync(join(NOTES, 'monday.txt'), 'Asked for the figures of May.\n');
writeFileSync(join(NOTES, 'tuesday.txt'), 'The figures came: 41 orders.\n');
