/** The words of rows C1 to C3: what the service says of calls and results that don't pair. Pure. */

/** C1: calls without an answer. Source: BerriAI/litellm#10083, sdcb/chats#132. */
export function holeWords(ids: readonly string[]): string {
  return (
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
    `The following tool_call_ids did not have response messages: ${ids.join(', ')}`
  );
}

/** C2: an answer with no calls before it. The spelling is the service's own. Source: smarter-sh/smarter#264. */
export const STRAY_WORDS =
  "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";

/** C2: an answer to another call than those before it. Source: dapr/dapr-agents#145. */
export function misplacedWords(id: string): string {
  return `Invalid parameter: 'tool_call_id' of '${id}' not found in 'tool_calls' of previous message.`;
}

/** C3: a second answer; the indexes are those of the two messages. Source: agno-agi/agno#5116. */
export function duplicateWords(id: string, first: number, second: number): string {
  return `Invalid parameter: Duplicate value for 'tool_call_id' of '${id}', in messages[${first}] and messages[${second}].`;
}
