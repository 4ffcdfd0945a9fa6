/** What everycall's workflow bundle exports: each name is a workflow type. */
export { agentTurn } from './agent-turn.js';
