/**
 * What was mended at the provider's edge: in an answer, and in what a request could carry of the transcript. Rule: the
 * transcript inside is well formed, and whatever was done for that is counted and told; the list is bounded.
 */

/** The kinds of repair; each is told with the call that it belongs to, if it belongs to one. */
export type RepairKind =
  /** A call had no id, an empty one, or one that is no text; it got a new one. */
  | 'id_empty'
  /** A call's id holds half a character, which can't be sent; it got a new one. */
  | 'id_malformed'
  /** A call had the id of an earlier call of the same answer; it got a new one. */
  | 'id_duplicate'
  /** A call's id is longer than the API takes back; it got a new one. */
  | 'id_too_long'
  /** A tool's name can't be sent back; it is written with underscores, and stays the name of no tool. */
  | 'name'
  /** A call had no arguments, or `null`: read as an empty object. */
  | 'arguments_empty'
  /** Arguments were no text: an object was written as JSON, nothing is an empty object. */
  | 'arguments_not_text'
  /** Arguments are no JSON: kept as a text, and the call is not run. */
  | 'arguments_not_json'
  /** Arguments are a list, a number or a text in JSON: kept as a text, and the call is not run. */
  | 'arguments_not_object'
  /** Arguments were an object written as JSON twice; they were read twice. */
  | 'arguments_encoded_twice'
  /** The reason to stop and the calls of the answer contradict each other; the calls count. */
  | 'finish_reason'
  /** The answer's call came in the old form `function_call`. */
  | 'function_call'
  /** The answer's text came as content parts where the API says text. */
  | 'content_parts'
  /** The answer has several choices where one was asked for; the first was read. */
  | 'choices'
  /** A `multi_tool_use.parallel` call, the model's internal wrapper, was unpacked into its calls. */
  | 'parallel_unpacked'
  /** The stream ran calls together so that they can't be told apart; the answer was asked for again, in one piece. */
  | 'stream_ambiguous'
  /** Reasoning was left out of the request: the API or the service that it goes to can't read it. */
  | 'dropped_reasoning'
  /** Items of hosted tools were left out of the request: the API or the service that it goes to doesn't know them. */
  | 'dropped_hosted'
  /** What another service or model added to its answers (signatures, reasoning) was left out of the request. */
  | 'dropped_added'
  /** A model was given up, and the next of the agent's models was asked. */
  | 'fallback'
  /** What a service added to its own answers was refused by it later; the request went again without. */
  | 'asked_again'
  /** The answer's status and what it holds contradict each other, or the status is unknown; the answer was cut or read. */
  | 'status'
  /** A message of the answer had another role than the model's; it is the model's. */
  | 'role'
  /** Something in the answer's output is no item, so that it can't be kept. */
  | 'no_item'
  /** The answer held a result that belongs to none of its calls; it was left out. */
  | 'stray_result'
  /** Tools of an MCP server are not offered: it can't be reached, or a name or schema can't be sent. */
  | 'tools_left_out'
  /** The list of repairs was cut; `detail` begins with how many more there were. */
  | 'more';

/** One repair. */
export interface Repair {
  readonly kind: RepairKind;
  /** The call's id as it is now. */
  readonly callId?: string;
  /** What was found and done; at most about 250 characters. */
  readonly detail: string;
}

/** Most repairs that are told one by one, of an answer and of a turn. */
const TOLD = 100;

/** The first 100 repairs, and one more entry that counts the others; lists that were cut before are counted whole. */
export function boundRepairs(repairs: readonly Repair[]): readonly Repair[] {
  const told = repairs.filter(({ kind }) => kind !== 'more');
  const more = countRepairs(repairs) - TOLD;
  if (more <= 0) return told;
  return [...told.slice(0, TOLD), { kind: 'more', detail: `${more} more repairs` }];
}

/** How many repairs a list stands for, those that were cut off it included. */
export function countRepairs(repairs: readonly Repair[]): number {
  return repairs.reduce((sum, { kind, detail }) => sum + (kind === 'more' ? Number.parseInt(detail, 10) || 0 : 1), 0);
}
