/** What everycall's workflow bundle exports: each name is a workflow type. */
export { agentSession } from './agent-session.js';
export { agentTurn } from './agent-turn.js';
export { modelGate } from './model-gate.js';

/** V8's own bound on the frames of a stack trace, unless Node was started with another `--stack-trace-limit`. */
const DEFAULT_FRAMES = 10;

/**
 * The SDK takes a stack trace for every promise that workflow code makes, and maps each of its frames back to its source: a
 * fifth of a turn's processor time in the sandbox. What a turn waits for stands in its current details, so none is taken,
 * unless whoever started the worker asked for traces.
 */
if (Reflect.get(Error, 'stackTraceLimit') === DEFAULT_FRAMES) Object.assign(Error, { stackTraceLimit: 0 });
