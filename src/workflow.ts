/** `everycall/workflow`: for people who run turns in their own workflow bundle. Sandbox-safe. */
export { agentTurn } from './workflows/agent-turn.js';
export type { TurnEnd, TurnInput, TurnResult } from './contract/turn.js';
