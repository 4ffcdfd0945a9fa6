/** A log that can't be written fails nothing: each line that is lost is a warning of the process. */
import { jest } from '@jest/globals';
import { DefaultLogger } from '@temporalio/worker';
import { logLines } from '../../src/worker/log-lines.js';

test.each([
  ['call', { turnId: 't', callId: 'c', tool: 'f', attempt: 1, outcome: 'ok', ms: 1 }],
  ['step', { turnId: 't', step: 1, results: 0, calls: 1, ms: 1 }],
  ['thrown', { tool: 'f', callId: 'c', thrown: 'Error: no' }],
] as const)('%s', (kind, line) => {
  expect(lost((log) => log[kind](line as never))).toEqual(['a line of the log is lost: no space left on device']);
});

test.each(['note', 'tool'] as const)('%s, also by itself', (kind) => {
  expect(
    lost((log) => {
      const write = log[kind];
      write('warn', 'a line', {});
    }),
  ).toEqual(['a line of the log is lost: no space left on device']);
});

/** The warnings of the process while a line is written to a disk that is full. */
function lost(write: (log: ReturnType<typeof logLines>) => void): unknown[] {
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  try {
    write(
      logLines(
        new DefaultLogger('DEBUG', () => {
          throw new Error('no space left on device');
        }),
      ),
    );
    return warned.mock.calls.map(([text]) => text);
  } finally {
    warned.mockRestore();
  }
}
