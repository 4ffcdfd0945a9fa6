/**
 * One request and its answer. Rule: the log knows the answer before it is sent, and its end however it comes; `aborted`
 * is set only when it was the client that left.
 */
import type { ServerResponse } from 'node:http';
import { jsonAnswer, refusalAnswer, type Answer } from './answer.js';
import type { AnswerNote, LoggedRequest } from './logged-request.js';
import { mintedId } from './minted-id.js';
import type { Refusal } from './refusal.js';
import type { RequestLog } from './request-log.js';
import { resetConnection, transmit, type Transmission } from './transmit.js';

/** A request that has arrived. */
export class Exchange {
  readonly #gone = new AbortController();
  #ours = false;
  #note: AnswerNote = {};

  constructor(
    readonly log: RequestLog,
    readonly request: LoggedRequest,
    readonly outgoing: ServerResponse,
    closing: AbortSignal,
  ) {
    const began = performance.now();
    const over = (): void => {
      const aborted = !this.#ours && !closing.aborted && !outgoing.writableFinished;
      this.#gone.abort();
      log.end(request, { aborted, openMs: Math.round(performance.now() - began) });
    };
    if (outgoing.destroyed) over();
    else outgoing.once('close', over);
  }

  /** Aborted when the connection is gone or the answer is over. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Adds to what the log says of the request, before there is an answer. */
  note(note: AnswerNote): void {
    this.#note = { ...this.#note, ...note };
    this.log.answer(this.request, this.#note);
  }

  /** Sends an answer, whole or damaged. */
  send(answer: Answer, note: AnswerNote = {}, way: Omit<Transmission, 'gone'> = {}): void {
    if (this.gone.aborted) return;
    this.note({ ...note, status: answer.status });
    if (way.damage && !('stallAfterEvents' in way.damage)) this.#ours = true;
    const headers = { ...answer.headers, 'x-request-id': mintedId('req_', this.request.number) };
    void transmit({ ...answer, headers }, this.outgoing, { ...way, gone: this.gone });
  }

  /** Refuses; the log may say less than the client is told. */
  refuse(sent: Refusal, logged: Refusal = sent): void {
    this.send(refusalAnswer(sent), { refusal: logged });
  }

  /** Answers that the script failed, in a way that no client tries again. */
  fail(error: unknown): void {
    const failure = String(error);
    const body = { error: { message: failure, type: 'server_error', param: null, code: 'script_failed' } };
    this.send(jsonAnswer(500, body, { 'x-should-retry': 'false' }), { failure });
  }

  /** Resets the connection instead of answering. */
  reset(): void {
    this.#ours = true;
    resetConnection(this.outgoing);
  }

  /** Resolves when the connection is gone. */
  async whenGone(): Promise<void> {
    if (this.gone.aborted) return;
    await new Promise<void>((resolve) => this.gone.addEventListener('abort', () => resolve()));
  }
}
