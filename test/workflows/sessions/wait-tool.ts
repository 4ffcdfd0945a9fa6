/** A tool whose end a test decides on. */
import { defineTool } from '../../../src/index.js';

/** The tool `wait` runs until it is let go or its turn is cancelled; `begun` resolves with its first start. */
export function waitTool() {
  let letGo: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (letGo = resolve));
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const tool = defineTool({
    name: 'wait',
    description: 'Waits.',
    parameters: { type: 'object', properties: {} },
    execute: async (_, { signal }) => {
      begin();
      const aborted = new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
      await Promise.race([released, aborted]);
      return 'waited';
    },
  });
  return { tool, begun, letGo };
}
