/**
 * A second reader of Responses answers, for the tests over recorded ones. Rule: it imports nothing of everycall and is
 * written differently, so that both can't be wrong in the same way: it collects what stands anywhere in the raw JSON.
 */

/** What an answer holds, as far as a reader could lose it. */
export interface Told {
  /** Item types in order. */
  readonly types: readonly string[];
  /** Calls of any kind: type, id and all that the item says, as JSON with sorted keys. */
  readonly calls: readonly string[];
  /** Texts and refusals of messages, in order. */
  readonly texts: readonly string[];
  /** Every leaf of every item, as `path=value`, in order of the paths. */
  readonly leaves: readonly string[];
  readonly tokens: number;
}

type Raw = { [field: string]: unknown };
type RawEvent = {
  type: string;
  output_index?: number;
  item?: Raw;
  response?: { output?: Raw[]; usage?: Raw | null };
};

/** What the body of a plain answer holds. */
export function toldByBody(body: unknown): Told {
  const { output, usage } = body as { output: Raw[]; usage?: Raw | null };
  return toldByItems(output, usage);
}

/** The answers in the text of a stream: their bodies, the final event's, or the items that came before it. */
export function toldByStream(sse: string): Told[] {
  const answers: Told[] = [];
  let seen = new Map<number, Raw>();
  for (const line of sse.split(/\r?\n/)) {
    const data = /^data: ?(\{.*)$/.exec(line)?.[1];
    if (data === undefined) continue;
    const event = JSON.parse(data) as RawEvent;
    if (/^response\.output_item\.(added|done)$/.test(event.type)) seen.set(event.output_index!, event.item!);
    if (event.type !== 'response.completed' && event.type !== 'response.incomplete') continue;
    const final = event.response?.output ?? [];
    answers.push(toldByItems(final.length >= seen.size ? final : [...seen.values()], event.response?.usage));
    seen = new Map();
  }
  return answers;
}

function toldByItems(items: readonly Raw[], usage: Raw | null | undefined): Told {
  const parts = items.filter((item) => item.type === 'message').flatMap((item) => item.content as Raw[]);
  return {
    types: items.map((item) => item.type as string),
    calls: items.filter(isCall).map((item) => JSON.stringify(leavesOf(item, '').sort())),
    texts: parts.flatMap((part) => [part.text, part.refusal]).filter((text) => typeof text === 'string'),
    leaves: items.flatMap((item, i) => leavesOf(item, `${i}`)).sort(),
    tokens: Number(usage?.total_tokens ?? 0),
  };
}

function isCall(item: Raw): boolean {
  return /_call$|^mcp_approval_request$/.test(item.type as string);
}

function leavesOf(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}=${JSON.stringify(value)}`];
  const inner = Object.entries(value);
  return inner.length === 0 ? [`${path}=empty`] : inner.flatMap(([key, item]) => leavesOf(item, `${path}.${key}`));
}
