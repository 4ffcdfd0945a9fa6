/** `everycall/workflow`: for people who run turns in their own workflow bundle. Sandbox-safe. */
export { agentSession } from './workflows/agent-session.js';
export { agentTurn } from './workflows/agent-turn.js';
/** Give this module to `workflowInterceptorModules`, so that tools on other task queues get their idempotency key. */
export { interceptors } from './workflows/call-headers.js';
export type { TurnEnd, TurnInput, TurnResult } from './contract/turn.js';
