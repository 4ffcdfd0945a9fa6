/**
 * Lists the recorded answers of real services: the files of the folder named by RECORDED_DIR, used in place. Rule: the
 * project holds none of them; where the folder is absent, the tests over it say so and are skipped.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** One exchange with a service, as a file of the folder holds it. */
export interface Recorded {
  /** The file's name. */
  readonly file: string;
  readonly api: 'chat' | 'responses';
  readonly provider: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** The body that was asked with; absent where only the answer was recorded. */
  readonly request?: unknown;
  /** The body of a plain answer, parsed. */
  readonly response?: unknown;
  /** The text of a streamed answer, as server-sent events. */
  readonly sse?: string;
}

/** The folder of the recorded answers, whether it exists or not. */
export const RECORDED_DIR = resolve(process.env.RECORDED_DIR ?? '../shared/recorded');

/** The recorded answers of an API, by file name; empty when the folder is absent. */
export function recordedFiles(api: Recorded['api']): Recorded[] {
  if (!existsSync(RECORDED_DIR)) return [];
  return readdirSync(RECORDED_DIR)
    .filter((name) => name.endsWith('.json') && name !== 'manifest.json')
    .sort()
    .map((file) => ({ ...(JSON.parse(readFileSync(join(RECORDED_DIR, file), 'utf8')) as Recorded), file }))
    .filter((recorded) => recorded.api === api);
}

/** `describe`, or `describe.skip` with a title that says why, where there is nothing recorded. */
export function describeRecorded(title: string, tests: () => void): void {
  if (existsSync(RECORDED_DIR)) describe(title, tests);
  else {
    describe.skip(`${title}: skipped, there is no folder ${RECORDED_DIR} (set RECORDED_DIR)`, () => {
      test('nothing is recorded', () => undefined);
    });
  }
}
