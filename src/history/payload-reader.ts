/**
 * Decodes payloads and failures of history with the client's own data converter and codecs. Rule: what can't be decoded
 * is an error that names the event, never a silent gap, and never holds a byte of the payload.
 */
import {
  decodeRetryState,
  str,
  type LoadedDataConverter,
  type Payload,
  type PayloadConverter,
} from '@temporalio/common';
import {
  decodeFromPayloadsAtIndex,
  decodeOptionalFailureToOptionalError,
} from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import type { temporal } from '@temporalio/proto';
import { readForeign } from '../contract/foreign-payload.js';
import type { ActivityFault } from '../protocol/failure.js';
import { storageFault, storedFailure, storedPayloads, StorageMissingError } from './stored-payloads.js';

type ProtoPayloads = temporal.api.common.v1.IPayloads | null | undefined;
type ProtoFailure = temporal.api.failure.v1.IFailure | null | undefined;

/** A failure of history: the fault as the outcome table reads it, and the details of an application failure. */
export interface HistoryFailure extends ActivityFault {
  /** First of the details of an application failure. */
  readonly details?: unknown;
}

/** A payload of history can't be decoded: the reader lacks the codec or the converter that the worker has. */
export class HistoryUnreadableError extends Error {
  override readonly name = 'HistoryUnreadableError';

  constructor(
    readonly turnId: string,
    readonly eventId: number,
    readonly what: string,
    options?: ErrorOptions,
  ) {
    const { cause } = options ?? {};
    // What storage says is about files and options, never about what is in them.
    const why = aboutStorage(cause)?.message ?? 'connect with the same `dataConverter` as the worker';
    super(`event ${eventId} (${what}) of turn "${turnId}" can't be decoded: ${why}`, options);
  }
}

function aboutStorage(cause: unknown): Error | undefined {
  return cause instanceof StorageMissingError ? cause : storageFault(cause);
}

/** Decodes what stands in one turn's history. */
export class PayloadReader {
  readonly converter: LoadedDataConverter;

  constructor(
    readonly turnId: string,
    readonly namespace: string,
    converter: LoadedDataConverter,
  ) {
    this.converter = { ...converter, payloadConverter: readingForeign(converter.payloadConverter) };
  }

  /**
   * The first value of a list of payloads; undefined when there is none.
   * @throws {HistoryUnreadableError} when the converter can't decode it.
   */
  async first(payloads: ProtoPayloads, eventId: number, what: string): Promise<unknown> {
    if (!payloads?.payloads?.length) return undefined;
    const [payload] = payloads.payloads as Payload[];
    return this.#reading(eventId, what, async () => {
      const found = await storedPayloads([payload!], this.converter.externalStorage);
      return decodeFromPayloadsAtIndex(this.converter, 0, found, this.#context());
    });
  }

  /**
   * A failure as plain facts.
   * @throws {HistoryUnreadableError} when the converter can't decode it.
   */
  async failure(
    failure: ProtoFailure,
    retryState: temporal.api.enums.v1.RetryState | null | undefined,
    eventId: number,
    what: string,
  ): Promise<HistoryFailure> {
    const error = await this.#reading(eventId, what, async () => {
      const found = failure && (await storedFailure(failure, this.converter.externalStorage));
      return decodeOptionalFailureToOptionalError(this.converter, found, this.#context());
    });
    const state = decodeRetryState(retryState);
    return { ...faultOf(error), ...(state && { retryState: state }) };
  }

  #context() {
    return { type: 'workflow', namespace: this.namespace, workflowId: this.turnId } as const;
  }

  async #reading<T>(eventId: number, what: string, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (cause) {
      throw new HistoryUnreadableError(this.turnId, eventId, what, { cause });
    }
  }
}

/** What workers of other people wrote is read as the workflow reads it. */
function readingForeign(own: PayloadConverter): PayloadConverter {
  const fromPayload: PayloadConverter['fromPayload'] = (payload, context, hint) =>
    readForeign(() => own.fromPayload(payload, context, hint), payload, str);
  return { toPayload: (value, context, hint) => own.toPayload(value, context, hint), fromPayload };
}

/** The facts of a decoded failure; classified by name, since classes differ between copies of the SDK. */
function faultOf(error: Error | undefined): HistoryFailure {
  if (!error) return { kind: 'application', message: '' };
  const { message } = error;
  if (error.name === 'CancelledFailure') return { kind: 'cancelled', message };
  if (error.name === 'TimeoutFailure' && 'timeoutType' in error) {
    const heartbeat = 'lastHeartbeatDetails' in error ? (error.lastHeartbeatDetails ?? undefined) : undefined;
    // The failure of the attempt before stands as the cause; the SDK leaves it out of its error, but keeps the original.
    const original = 'failure' in error ? (error.failure as ProtoFailure) : undefined;
    const ranBefore = heartbeat !== undefined || Boolean(original?.cause);
    const timeout = error.timeoutType as ActivityFault['timeout'];
    return { kind: 'timeout', message, timeout, ...(ranBefore && { ranBefore }) };
  }
  const type = 'type' in error && typeof error.type === 'string' ? error.type : undefined;
  const details = 'details' in error && Array.isArray(error.details) ? (error.details[0] as unknown) : undefined;
  return { kind: 'application', message, ...(type && { type }), ...(details !== undefined && { details }) };
}
