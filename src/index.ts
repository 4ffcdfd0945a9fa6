/** `everycall`: what agents are written with. Holds no worker, no client and no model code. */
export { defineAgent, type Agent } from './definition/agent.js';
export type {
  AgentApi,
  AgentToolChoice,
  AgentOptions,
  LimitOptions,
  ProviderOptions,
} from './definition/agent-options.js';
export type { CompactionOptions } from './definition/compaction.js';
export type { ModelSettings } from './definition/model-settings.js';
export type { AgentContext, AgentName, AgentOutput, TypedAgent } from './definition/agent-types.js';
export { agentTool, type AgentToolOptions } from './definition/agent-tool.js';
export { checkAgents } from './definition/check-agents.js';
export { DefinitionError, type DefinitionFault } from './definition/definition-error.js';
export type { DescribeError, FailedCall } from './definition/describe-error.js';
export { content, ContentRefused, type Content } from './definition/content.js';
export type { Duration } from './definition/duration.js';
export { handoff, type HandoffOptions } from './definition/handoff.js';
export {
  hostedTool,
  type HostedTool,
  type HostedToolOptions,
  type IsolatedToolOptions,
} from './definition/hosted-tool.js';
export type { FromJsonSchema, JsonSchema } from './definition/json-schema-type.js';
export { mcpServer, type McpServer } from './definition/mcp-server.js';
export type { McpAddress, McpCommand, McpToolOptions, McpUrl } from './definition/mcp-server-options.js';
export type { AgentModel, ModelChoice, ModelOptions } from './definition/model-list.js';
export type { RateLimit, RateLimitOptions } from './definition/rate-limit.js';
export type { PriceOptions } from './definition/prices.js';
export type { ParameterSchema } from './definition/schema.js';
export type { LogLine, ToolContext } from './definition/tool-context.js';
export { remoteTool, type RemoteToolOptions } from './definition/remote-tool.js';
export type { SummaryOptions } from './definition/summary-options.js';
export { ToolError, type ToolErrorOptions } from './definition/tool-error.js';
export type { Approval, OutputOptions, RetryOptions, ToolOptions } from './definition/tool-options.js';
export { defineTool, type Tool } from './definition/tool.js';
export { diagnose, type Diagnosis } from './doctor/diagnose.js';
export { UnknownDumpError } from './doctor/dump.js';
export { UnknownServiceError } from './doctor/examine.js';
export type { Change, CheckedCall, DoctorOptions, Finding, FindingCode } from './doctor/finding.js';
export { mend, type Mended } from './doctor/mend.js';
export { SERVICES, type Service } from './doctor/service.js';
export type { ContentPart, FilePart, ImagePart, TextPart } from './protocol/content-part.js';
export type { Effect } from './protocol/effect.js';
export type { Item } from './protocol/item.js';
export type { LimitName, Limits } from './protocol/limit.js';
export type { Price } from './protocol/price.js';
export { OUTCOMES, type Outcome } from './protocol/outcome.js';
export type { Usage } from './protocol/usage.js';
export type { Repair, RepairKind } from './contract/repair.js';
export type { TurnError, TurnResult, TurnTotals } from './contract/turn.js';
export type { WarningCode } from './definition/warning-code.js';
export type { Finding as LintFinding } from './lint/finding.js';
export { lintAgent } from './lint/lint-agent.js';
export type { LintedAgent } from './lint/linted-agent.js';
