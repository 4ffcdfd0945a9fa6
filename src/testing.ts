/** `everycall/testing`: a strict scripted model server and what tests judge by. Imports no test runner. */
export { chatRefusal } from './testing/chat-refusal.js';
export type { RefusalOptions } from './testing/rules/rule.js';
export { responsesRefusal } from './testing/responses-refusal.js';
export type { AnswerMemory, RememberedItem, ResponsesRefusalOptions } from './testing/responses-rules/memory.js';
export type { ResponsesInputItem, ResponsesRequest } from './testing/responses-request.js';
export type { ChatMessage, ChatRequest, ChatToolCall } from './testing/chat-request.js';
export type { Conversation, ConversationResult } from './testing/conversation.js';
export { expectValid, InvalidRequestsError } from './testing/expect-valid.js';
export type { Fault, FaultKind, StatusFault } from './testing/fault.js';
export {
  contextTooLong,
  htmlPage,
  insufficientQuota,
  invalidEncryptedContent,
  overloaded,
  promptFiltered,
  rateLimited,
  serverError,
} from './testing/service-errors.js';
export type { ContextLimit, RateLimit } from './testing/service-errors.js';
export type { ServiceError } from './testing/service-error.js';
export type { StreamOrder } from './testing/stream-order.js';
export type { FaultRule } from './testing/fault-plan.js';
export { LogFileFullError, readRequestLog } from './testing/log-file.js';
export type { LoggedRequest } from './testing/logged-request.js';
export type { ServiceRateLimit } from './testing/rate-limiter.js';
export type { Refusal } from './testing/refusal.js';
export { call, calls, say } from './testing/reply.js';
export type { FinishReason, Reply, ScriptedCall, ScriptedReasoning } from './testing/reply.js';
export { RequestNotSeenError } from './testing/request-log.js';
export { ScriptEndError } from './testing/script.js';
export type { Script, ScriptFunction, ScriptInfo, ScriptRequest } from './testing/script.js';
export { scriptedModel } from './testing/scripted-model.js';
export type { ScriptedModel, ScriptedModelOptions } from './testing/scripted-model.js';
export { WorkerMissingError } from './testing/turns/worker-parts.js';
export type { FinishedTurn } from './testing/turns/finished-turn.js';
export { UnknownAgentError } from './testing/turns/unknown-agent.js';
export { testTurns } from './testing/turns/test-turns.js';
export type { RunArguments, RunOptions, TestTurns, TestTurnsOptions } from './testing/turns/test-turns.js';
