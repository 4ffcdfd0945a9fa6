/** `everycall/testing`: a strict scripted model server and what tests judge by. Imports no test runner. */
export { chatRefusal } from './testing/chat-refusal.js';
export type { ChatRefusalOptions } from './testing/chat-rules/rule.js';
export type { ChatMessage, ChatRequest, ChatToolCall } from './testing/chat-request.js';
export type { Conversation, ConversationResult } from './testing/conversation.js';
export { expectValid, InvalidRequestsError } from './testing/expect-valid.js';
export { contextTooLong, insufficientQuota, overloaded, rateLimited, serverError } from './testing/fault.js';
export type { Fault, StatusFault } from './testing/fault.js';
export type { FaultRule } from './testing/fault-plan.js';
export { LogFileFullError, readRequestLog } from './testing/log-file.js';
export type { LoggedRequest } from './testing/logged-request.js';
export type { Refusal } from './testing/refusal.js';
export { call, calls, say } from './testing/reply.js';
export type { FinishReason, Reply, ScriptedCall } from './testing/reply.js';
export { RequestNotSeenError } from './testing/request-log.js';
export { ScriptEndError } from './testing/script.js';
export type { Script, ScriptFunction, ScriptInfo } from './testing/script.js';
export { scriptedModel } from './testing/scripted-model.js';
export type { ScriptedModel, ScriptedModelOptions } from './testing/scripted-model.js';
