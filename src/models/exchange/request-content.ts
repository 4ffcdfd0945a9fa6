/**
 * What of a request identifies it. Rules: the order of keys is no content, nor whether the answer streams; ids that a run mints anew (of calls, items and
 * results) count by the place where they first stand; dates, times and random ids inside of texts count only while some
 * recorded request has the very same. Pure.
 */
import { stableJson } from '../../protocol/stable-json.js';
import { isJson } from '../../protocol/json.js';
import { redactedJson } from './redacted-json.js';
import type { ExchangeRequest } from './exchange.js';

/** A request's content. */
export interface RequestContent {
  /** Method, path and body with ids by place; for a person to compare. */
  readonly request: ExchangeRequest;
  /** Equal for requests of equal content. */
  readonly exact: string;
  /** Equal also for requests that differ only in dates, times and random ids. */
  readonly loose: string;
}

/** Fields that hold the id of a call, an item or what answers one. */
const ID_FIELDS: ReadonlySet<string> = new Set(['id', 'call_id', 'tool_call_id', 'item_id', 'approval_request_id']);
/** Fields of the body that say how the answer is told, not what is asked. */
const TELLING: ReadonlySet<string> = new Set(['stream', 'stream_options']);
/** Fields of the body that hold the conversation; ids elsewhere (of a file, a prompt, a store) are content. */
const CONVERSATION: ReadonlySet<string> = new Set(['messages', 'input']);

const DAY = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*';
const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const CLOCK = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m\b)?(?:Z|[+-]\d{2}:?\d{2})?`;
/** What a run makes anew, as it stands in texts, with its mark. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b(?=[a-f]*\d)[0-9a-f]{16,}\b/gi, '<id>'],
  [new RegExp(String.raw`\b\d{4}-\d{2}-\d{2}(?:[T ]${CLOCK})?`, 'gi'), '<time>'],
  [new RegExp(String.raw`\b(?:${DAY},? )?(?:\d{1,2} ${MONTH}|${MONTH} \d{1,2}),? \d{4}\b`, 'gi'), '<time>'],
  [/\b\d{1,2}([/.])\d{1,2}\1\d{4}\b/g, '<time>'],
  [new RegExp(String.raw`\b${DAY}\b(?=,? <time>)|\b${CLOCK}`, 'gi'), '<time>'],
  // Seconds and milliseconds since the epoch.
  [/\b1\d{9}(?:\d{3})?\b/g, '<time>'],
];

/** The content of a request. */
export function requestContent({ method, path, body }: ExchangeRequest): RequestContent {
  const request = { method, path, body: redactedJson(withPlaces(body), []) };
  const exact = stableJson(request);
  const loose = VOLATILE.reduce((text, [pattern, mark]) => text.replace(pattern, mark), exact);
  return { request, exact, loose };
}

/** The body without how it is told, each id of its conversation replaced by its number in order of first mention. */
function withPlaces(body: unknown): unknown {
  if (!isJson(body)) return body;
  const places = new Map<string, string>();
  const placeOf = (id: string) => {
    const place = places.get(id) ?? `#${places.size + 1}`;
    places.set(id, place);
    return place;
  };
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isJson(value)) return value;
    const fields = Object.entries(value).map(([key, inner]) =>
      ID_FIELDS.has(key) && typeof inner === 'string' ? [key, placeOf(inner)] : [key, walk(inner)],
    );
    return Object.fromEntries(fields) as unknown;
  };
  return Object.fromEntries(
    Object.entries(body)
      .filter(([key]) => !TELLING.has(key))
      .map(([key, value]) => [key, CONVERSATION.has(key) ? walk(value) : value]),
  );
}
