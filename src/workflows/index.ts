/** What everycall's workflow bundle exports: each name is a workflow type. */
export { agentSession } from './agent-session.js';
export { agentTurn } from './agent-turn.js';
export { modelGate } from './model-gate.js';

/**
 * The SDK takes a stack trace for every promise that workflow code makes, and maps each of its frames back to its source: a
 * tenth of a turn's processor time. Two frames are the SDK's own; two of ours say in Temporal UI what a turn waits for.
 */
Object.assign(Error, { stackTraceLimit: 4 });
