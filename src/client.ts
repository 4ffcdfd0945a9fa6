/** `everycall/client`: starts turns and reads them, from any backend. Loads no worker, no tool code and no model client. */
export {
  ClientClosedError,
  ConnectConfigError,
  ServerRefusedError,
  ServerUnreachableError,
} from './client/client-error.js';
export { connect } from './client/connect.js';
export { EverycallClient } from './client/everycall-client.js';
export { ForkRefusedError } from './client/fork-error.js';
export { ChatMessageError, fromChatMessages } from './client/from-chat-messages.js';
export { InputRefusedError, InputTooLargeError, TurnOptionError } from './client/input-error.js';
export { TurnRefusedError, TurnSilentError } from './client/person-error.js';
export { ScheduleExistsError, ScheduleNotFoundError, ScheduleNotTriggeredError } from './client/schedule-error.js';
export { Schedules } from './client/schedules.js';
export {
  SessionClosedError,
  SessionRefusedError,
  SessionUnansweredError,
  type SessionRefusalCode,
} from './client/session-error.js';
export { SessionHandle, type SendArguments, type SendOptions } from './client/session-handle.js';
export { TurnHandle } from './client/turn-handle.js';
export { HistoryUnreadableError } from './history/payload-reader.js';
export { SessionNotFoundError } from './history/read-session.js';
export { TurnNotBegunError, TurnNotFoundError } from './history/read-turn.js';
export type { SessionTurn } from './history/session-fold.js';
export type { OnBusy } from './contract/session.js';
export { waterfall } from './history/waterfall.js';
export type { ConnectOptions } from './client/connect.js';
export type { StartArguments } from './client/everycall-client.js';
export type { ForkOptions } from './client/fork.js';
export type { ScheduleChanges } from './client/schedule-changes.js';
export type { Overlap, ScheduleOptions, ScheduleSettings, ScheduleTiming } from './client/schedule-options.js';
export type { ScheduledTurn, ScheduleSummary, ScheduleView } from './client/schedule-view.js';
export type { StartOptions } from './client/start-turn.js';
export type { ApprovalsOptions } from './client/approvals.js';
export type { ApproveOptions, DenyOptions, SteerOptions } from './client/people-options.js';
export type { CallName, CallPlace, RefusalCode } from './contract/people.js';
export type { ChatMessage } from './client/from-chat-messages.js';
export type { InputItem } from './client/check-input.js';
export type { InputProblem } from './client/input-error.js';
export type { ListedStatus, ListOptions, TurnSummary } from './client/list-turns.js';
export type { TurnLimits } from './client/turn-limits.js';
export type { WaitOptions } from './client/turn-handle.js';
export type { HistorySize } from './history/read-turn.js';
export type { EventCall, TextDelta, TurnEvent } from './history/turn-event.js';
export type { ApprovalVerdict } from './history/turn-event.js';
export type {
  Approval,
  CallApproval,
  CallView,
  CompactionView,
  EarlierSteps,
  StepView,
  TurnStatus,
  TurnView,
} from './history/turn-view.js';
export type { WaterfallOptions } from './history/waterfall.js';
export type { ForkOrigin } from './contract/fork-origin.js';
export type { Repair, RepairKind } from './contract/repair.js';
export type { TurnError, TurnResult, TurnTotals } from './contract/turn.js';
export type { Item, Role } from './protocol/item.js';
export type { Outcome } from './protocol/outcome.js';
export type { Usage } from './protocol/usage.js';
