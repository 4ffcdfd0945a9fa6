/**
 * The raw events of one run, page by page, and on by long poll until it is closed. Rules: small pages, so that no page
 * meets the 4 MB of a gRPC message (the SDK's `fetchHistory` does); a restart or an outage of the server is waited for,
 * but not for ever; each event is given exactly once, in order.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionLike } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
// The package is CommonJS built at run time: Node finds only its default export.
import proto from '@temporalio/proto';
import { isPassing, isStaleToken, isTooLarge } from './grpc-fault.js';
import { requestUntilAborted, throwIfAborted, untilAborted, type Signals } from './until-aborted.js';

/** One run, and where it is read from. */
export interface RunSource {
  readonly connection: ConnectionLike;
  readonly namespace: string;
  readonly turnId: string;
  readonly runId: string;
  /** Ends all reading, as the signal of one reading does. */
  readonly closed?: AbortSignal;
}

/** How a run is read. */
export interface FetchOptions {
  /** Go on by long poll until the run is closed. @default false */
  readonly follow?: boolean;
  /** Only the event that closed the run; waits for it with `follow`. @default false */
  readonly closeOnly?: boolean;
  /** Ends the reading; what is iterated throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** How long an outage is waited for, in milliseconds since the last answer. @default 120_000 */
  readonly outageMs?: number;
}

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

const PAGE_EVENTS = 100;
const REQUEST_MS = 30_000;
/** The server ends a long poll after 20 s by itself. */
const LONG_POLL_MS = 60_000;
const BACKOFF_MS = { first: 100, most: 2_000 };

/**
 * The events of a run in order.
 * @throws the gRPC error of a fault that doesn't pass, e.g. code 5 when the run is unknown.
 */
export async function* fetchEvents(source: RunSource, options: FetchOptions = {}): AsyncGenerator<HistoryEvent> {
  const { outageMs = 120_000 } = options;
  const signals = [source.closed, options.signal];
  let token: Uint8Array = new Uint8Array();
  let lastEventId = 0;
  let begunAgainAt = -1;
  let pageEvents = PAGE_EVENTS;
  let wait = BACKOFF_MS.first;
  let answeredAt = Date.now();

  for (;;) {
    throwIfAborted(signals);
    let page: temporal.api.workflowservice.v1.IGetWorkflowExecutionHistoryResponse;
    try {
      page = await requestPage(source, options, signals, token, pageEvents);
    } catch (error) {
      throwIfAborted(signals);
      if (isTooLarge(error) && pageEvents > 1) {
        pageEvents = Math.ceil(pageEvents / 10);
        continue;
      }
      const stale = token.length > 0 && isStaleToken(error);
      const hopeless = stale ? begunAgainAt === lastEventId : !isPassing(error);
      if (hopeless || Date.now() - answeredAt > outageMs) throw error;
      if (stale) {
        // A page token of before a restart may be refused: begin again and pass over what was given.
        begunAgainAt = lastEventId;
        token = new Uint8Array();
      }
      await untilAborted(signals, (own) => delay(wait, undefined, { signal: own }));
      wait = Math.min(wait * 2, BACKOFF_MS.most);
      continue;
    }
    answeredAt = Date.now();
    wait = BACKOFF_MS.first;
    for (const event of page.history?.events ?? []) {
      const eventId = Number(event.eventId);
      if (eventId <= lastEventId) continue;
      lastEventId = eventId;
      yield event;
    }
    if (!page.nextPageToken?.length) return;
    token = page.nextPageToken;
  }
}

async function requestPage(
  { connection, namespace, turnId, runId }: RunSource,
  { follow = false, closeOnly = false }: FetchOptions,
  signals: Signals,
  nextPageToken: Uint8Array,
  maximumPageSize: number,
): Promise<temporal.api.workflowservice.v1.IGetWorkflowExecutionHistoryResponse> {
  const filters = proto.temporal.api.enums.v1.HistoryEventFilterType;
  const request = () =>
    connection.workflowService.getWorkflowExecutionHistory({
      namespace,
      execution: { workflowId: turnId, runId },
      maximumPageSize,
      nextPageToken,
      waitNewEvent: follow,
      skipArchival: true,
      historyEventFilterType: closeOnly
        ? filters.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT
        : filters.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT,
    });
  const deadline = Date.now() + (follow ? LONG_POLL_MS : REQUEST_MS);
  return connection.withDeadline(deadline, () => requestUntilAborted(connection, signals, request));
}
