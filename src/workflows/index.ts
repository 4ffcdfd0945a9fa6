/** What everycall's workflow bundle exports: each name is a workflow type. */
export { agentSession } from './agent-session.js';
export { agentTurn } from './agent-turn.js';
export { modelGate } from './model-gate.js';

/**
 * The SDK takes a stack trace for every promise that workflow code makes, and maps each of its frames back to its source: a
 * fifth of a turn's processor time in the sandbox. What a turn waits for stands in its current details, so no frame is kept
 * of a promise; the one that is left says where an error was thrown.
 */
Object.assign(Error, { stackTraceLimit: 1 });
