/** `everycall/workflow`: for people who run turns in their own workflow bundle. Sandbox-safe. */
export { agentSession } from './workflows/agent-session.js';
export { agentTurn } from './workflows/agent-turn.js';
/** Shares a `rateLimit` among workers: needed where agents of this bundle have one. */
export { modelGate } from './workflows/model-gate.js';
/** Give this module to `workflowInterceptorModules`, so that tools on other task queues get their idempotency key. */
export { interceptors } from './workflows/call-headers.js';
export type { TurnEnd, TurnInput, TurnResult } from './contract/turn.js';
