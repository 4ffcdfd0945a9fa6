/** Chat Completions answers as a service may send them. */

/** The body of an answer with this message. */
export const body = (message: unknown, finish: unknown = 'stop', more: Record<string, unknown> = {}): unknown => ({
  id: 'chatcmpl-1',
  choices: [{ index: 0, message, finish_reason: finish }],
  ...more,
});

/** A function call as Chat Completions has it. */
export const toolCall = (id: unknown, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  id,
  type: 'function',
  function: { name: 'f', arguments: '{}' },
  ...more,
});
