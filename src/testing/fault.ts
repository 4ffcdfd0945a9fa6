/** Faults of a service: what goes wrong with a request. Types, and which of them strikes where. Pure. */
import type { ServiceError } from './service-error.js';
import type { StreamOrder } from './stream-order.js';

/** How often a fault strikes. */
export interface Times {
  /** How many requests it strikes at most. @default every one that its rule names */
  readonly times?: number;
}

/** An answer with this status instead of the script's. */
export interface StatusFault extends Times {
  readonly status: number;
  /** Text, or an object sent as JSON. @default the service's words for a server error */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Instead of the script's answer. */
export type ReplacingFault =
  | StatusFault
  /** No answer ever comes; the connection stays open until the client drops it. */
  | (Times & { readonly hang: true })
  /** The connection is reset before the answer begins. */
  | (Times & { readonly reset: true });

/**
 * On the way of the script's answer, which does not arrive whole: the script's reply is kept for the next request. An
 * unstreamed answer is one event.
 */
export type DamagingFault =
  /** The connection is closed after this many bytes of the answer's body. */
  | (Times & { readonly cutAfterBytes: number })
  /** The connection is broken after this many events. */
  | (Times & { readonly cutAfterEvents: number })
  /** The answer ends in good order after this many events, without those that would end the stream. */
  | (Times & { readonly closeAfterEvents: number })
  /** Nothing comes after this many events; the connection stays open until the client drops it. */
  | (Times & { readonly stallAfterEvents: number })
  /** Status 200 with a body that breaks off in the middle, though HTTP says that it is whole. */
  | (Times & { readonly malformed: true })
  /** This event (from 1) is broken JSON; those after it come. */
  | (Times & { readonly malformedEvent: number })
  /** After `afterEvents` events (default 0) the stream says that it failed, and ends. Unstreamed, it is a 500. */
  | (Times & { readonly errorEvent: ServiceError; readonly afterEvents?: number })
  /** The response fails after all that the script says: `response.failed`; on Chat Completions an error. */
  | (Times & { readonly failed: { readonly code: string; readonly message: string } });

/** The script's answer arrives, but otherwise than the service would send it. */
export type StrangeFault =
  /** It comes this many milliseconds late. */
  | (Times & { readonly delayMs: number })
  /** Its events come this many milliseconds apart. */
  | (Times & { readonly paceMs: number })
  /** Its stream has another order. Unstreamed, nothing is strange about it. */
  | (Times & { readonly order: StreamOrder })
  /** All its calls have one id. */
  | (Times & { readonly duplicateIds: true });

/** What goes wrong with a request. */
export type Fault = ReplacingFault | DamagingFault | StrangeFault;

const REPLACING = ['status', 'hang', 'reset'] as const;
const DAMAGING = [
  'cutAfterBytes',
  'cutAfterEvents',
  'closeAfterEvents',
  'stallAfterEvents',
  'malformed',
  'malformedEvent',
  'errorEvent',
  'failed',
] as const;
const STRANGE = ['delayMs', 'paceMs', 'order', 'duplicateIds'] as const;

/** The name of a fault: the field that makes it one. */
export type FaultKind = (typeof REPLACING | typeof DAMAGING | typeof STRANGE)[number];

/** The name of a fault. */
export function faultKind(fault: Fault): FaultKind {
  // The types leave no fault without one of them.
  return [...REPLACING, ...DAMAGING, ...STRANGE].find((kind) => kind in fault) ?? 'status';
}

/** Whether the script's answer does not arrive whole. */
export function isDamaging(fault: Fault | undefined): fault is DamagingFault {
  return fault !== undefined && DAMAGING.some((kind) => kind in fault);
}
