/**
 * The server's log: every request from arrival to end, and promises for both. Rule: it is bounded, in requests and in
 * bytes of bodies; the oldest go first, and a refusal among them stays counted.
 */
import type { LogFile } from './log-file.js';
import type { AnswerNote, EndNote, LoggedRequest } from './logged-request.js';

/** Bounds of a log. */
export interface LogBounds {
  readonly maxRequests: number;
  readonly maxBytes: number;
}

/** The server closed, or its log has let go of a request, before what was waited for could be told. */
export class RequestNotSeenError extends Error {
  override readonly name = 'RequestNotSeenError';
  constructor(
    readonly requestNumber: number,
    readonly reason: string,
  ) {
    super(`request ${requestNumber} was not seen: ${reason}`);
  }
}

type Stage = 'arrived' | 'ended';
type Writable = { -readonly [Key in keyof LoggedRequest]: LoggedRequest[Key] };
interface Waiter {
  readonly number: number;
  readonly stage: Stage;
  readonly resolve: (request: LoggedRequest) => void;
  readonly reject: (error: Error) => void;
}

/** The log. */
export class RequestLog {
  readonly #requests: Writable[] = [];
  readonly #bytes = new Map<number, number>();
  #bodyBytes = 0;
  #arrived = 0;
  #droppedFaulty = 0;
  #waiters: Waiter[] = [];

  constructor(
    readonly bounds: LogBounds,
    readonly file?: LogFile,
  ) {}

  /** The requests that are kept, oldest first. */
  get requests(): readonly LoggedRequest[] {
    return this.#requests;
  }

  /** Refused or failed requests that the log no longer holds. */
  get droppedFaulty(): number {
    return this.#droppedFaulty;
  }

  /** Notes an arrival; `bytes` is the size of the body. */
  arrive(seen: Pick<LoggedRequest, 'method' | 'path' | 'headers' | 'body'>, bytes: number): LoggedRequest {
    this.#arrived += 1;
    const request: Writable = { number: this.#arrived, at: Date.now(), ...seen, aborted: false };
    this.#requests.push(request);
    this.#bytes.set(request.number, bytes);
    this.#bodyBytes += bytes;
    this.#keepBounds();
    this.file?.write({ event: 'arrived', request });
    this.#tell('arrived', request);
    return request;
  }

  /** Notes what is answered, before it is sent. */
  answer(request: LoggedRequest, note: AnswerNote): void {
    Object.assign(request, note);
    this.file?.write({ event: 'answered', number: request.number, note });
  }

  /** Notes the end. */
  end(request: LoggedRequest, note: EndNote): void {
    Object.assign(request, note);
    this.file?.write({ event: 'ended', number: request.number, note });
    this.#tell('ended', request);
  }

  /** Resolves when request `number` has reached a stage; at once when it already has. */
  reached(number: number, stage: Stage): Promise<LoggedRequest> {
    const known = this.#requests.find((request) => request.number === number);
    if (known && (stage === 'arrived' || known.openMs !== undefined)) return Promise.resolve(known);
    if (!known && number <= this.#arrived) {
      return Promise.reject(new RequestNotSeenError(number, 'the log no longer holds it'));
    }
    const promise = new Promise<LoggedRequest>((resolve, reject) => {
      this.#waiters.push({ number, stage, resolve, reject });
    });
    // Whoever awaits it still sees the error; a promise that nobody awaits any more must not end the process.
    promise.catch(() => undefined);
    return promise;
  }

  /** Resolves when every request that is kept is over; for use once no connection is left. */
  async settled(): Promise<void> {
    const open = this.#requests.filter(({ openMs }) => openMs === undefined);
    await Promise.all(open.map(({ number }) => this.reached(number, 'ended')));
  }

  /** Ends all waiting. */
  close(): void {
    for (const { number, reject } of this.#waiters) reject(new RequestNotSeenError(number, 'the server was closed'));
    this.#waiters = [];
    this.file?.close();
  }

  #tell(stage: Stage, request: LoggedRequest): void {
    const concerns = (waiter: Waiter): boolean => waiter.number === request.number && waiter.stage === stage;
    const due = this.#waiters.filter(concerns);
    this.#waiters = this.#waiters.filter((waiter) => !concerns(waiter));
    for (const { resolve } of due) resolve(request);
  }

  #keepBounds(): void {
    while (this.#requests.length > this.bounds.maxRequests) {
      const oldest = this.#requests.shift();
      if (oldest?.refusal || oldest?.failure) this.#droppedFaulty += 1;
      if (oldest) this.#forgetBody(oldest);
    }
    // The newest body is always kept: it is the one that is being answered.
    for (const request of this.#requests.slice(0, -1)) {
      if (this.#bodyBytes <= this.bounds.maxBytes) return;
      this.#forgetBody(request);
    }
  }

  #forgetBody(request: Writable): void {
    this.#bodyBytes -= this.#bytes.get(request.number) ?? 0;
    this.#bytes.delete(request.number);
    request.body = undefined;
  }
}
