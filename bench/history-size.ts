/** Size of a run's history as the server counts it, and what it is made of. */
import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import proto from '@temporalio/proto';

/** What the server says of a run. */
export interface HistorySize {
  readonly events: number;
  readonly bytes: number;
}

/** `historyLength` and `historySizeBytes` of a run's description. */
export async function historySize({ workflow, connection }: Client, workflowId: string): Promise<HistorySize> {
  const { workflowExecutionInfo: info } = await connection.workflowService.describeWorkflowExecution({
    namespace: workflow.options.namespace,
    execution: { workflowId },
  });
  return { events: Number(info?.historyLength ?? 0), bytes: Number(info?.historySizeBytes ?? 0) };
}

/** Bytes of a kind of event, or of one of its fields. */
export interface Share {
  readonly name: string;
  readonly count: number;
  readonly bytes: number;
}

type Event = temporal.api.history.v1.IHistoryEvent;

/** Encoded bytes by type of event and, below each, by field; the largest first. */
export async function historyShares(client: Client, workflowId: string): Promise<Share[]> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const shares = new Map<string, { count: number; bytes: number }>();
  const add = (name: string, bytes: number) => {
    const share = shares.get(name) ?? { count: 0, bytes: 0 };
    shares.set(name, { count: share.count + 1, bytes: share.bytes + bytes });
  };
  for (const event of events ?? []) for (const [name, bytes] of sizesOf(event)) add(name, bytes);
  return [...shares].map(([name, share]) => ({ name, ...share })).sort((a, b) => b.bytes - a.bytes);
}

function sizesOf(event: Event): [string, number][] {
  const { HistoryEvent } = proto.temporal.api.history.v1;
  const sizeOf = (part: Event) => HistoryEvent.encode(HistoryEvent.fromObject(part)).finish().length;
  const found = Object.entries(event).find(([key, value]) => key.endsWith('EventAttributes') && value);
  if (!found) return [['(event without attributes)', sizeOf(event)]];
  const [key, attributes] = found as [string, Record<string, unknown>];
  const name = key.replace('EventAttributes', '');
  const whole = sizeOf(event);
  const bare = sizeOf({ [key]: {} });
  const fields = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([field, value]): [string, number] => [`${name}.${field}`, sizeOf({ [key]: { [field]: value } }) - bare]);
  const frame = whole - fields.reduce((sum, [, bytes]) => sum + bytes, 0);
  return [[name, whole], ...fields, [`${name} (event's own fields)`, frame]];
}
