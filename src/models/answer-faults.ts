/**
 * The errors for answers that began well (status 200) and are none. Rule: an answer that was not seen to its end is
 * thrown away whole; no call of it is ever run. `readProviderFault` tells them apart by their fields.
 */

/** A stream that closed cleanly without the event that ends an answer; asking again may help. */
export class StreamCut extends Error {
  override readonly name = 'StreamCut';
  readonly code = 'stream_cut';

  /** `terminal` names what should have come, e.g. `response.completed`. */
  constructor(terminal: string, events: number) {
    super(`the stream of the answer ended after ${events} events without ${terminal}`);
  }
}

/** What a service says went wrong, when it says so inside a stream or a body that it sent with status 200. */
export interface ReportedFault {
  readonly code?: unknown;
  readonly type?: unknown;
  readonly message?: unknown;
}

/** A fault that the service reported inside its answer, in its own words. */
export class AnswerFailed extends Error {
  override readonly name = 'AnswerFailed';
  /** The service's code, e.g. `server_error`, `rate_limit_exceeded`; absent when it gave none. */
  readonly code: string | undefined;
  /** The fault as the service sent it, under the name that errors of the client library have it. */
  readonly error: ReportedFault;

  constructor(fault: ReportedFault) {
    // Far over what is told: a secret is taken out whole before the text is cut to that.
    const message = typeof fault.message === 'string' ? fault.message : JSON.stringify(fault);
    super(`the service failed while it answered: ${message.slice(0, 20_000)}`);
    this.code = typeof fault.code === 'string' && fault.code !== '' ? fault.code : undefined;
    this.error = fault;
  }
}

/** An answer over a bound. Final: asking again would bring the like. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
  readonly code = 'answer_too_large';
  readonly status = 422;

  constructor(what: string, size: number, unit: string, most: number) {
    super(`${what} of the model has ${size} ${unit}; at most ${most} can be recorded`);
  }
}
