/**
 * The desk that tools of killed workers report to, in the test's process. It keeps the ledger, and decides when an
 * attempt goes on, so that a test kills at an exact place and waits for no clock.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { matches, type LedgerLine, type LineMatch } from './ledger-line.js';

interface Waiter {
  readonly match: LineMatch;
  readonly resolve: (line: LedgerLine) => void;
}

/** Starts a desk. */
export async function toolDesk(): Promise<ToolDesk> {
  const desk = new ToolDesk();
  await desk.listen();
  return desk;
}

/** The desk. */
export class ToolDesk {
  /** The ledger, in order of arrival. */
  readonly lines: LedgerLine[] = [];
  readonly #server = createServer((request, response) => void this.#take(request, response));
  #held: LineMatch[] = [];
  #free: LineMatch[] = [];
  #failing: LineMatch[] = [];
  #waiting: { line: LedgerLine; answer: () => void }[] = [];
  #waiters: Waiter[] = [];

  /** Where tools report to. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** From now on, attempts that match wait after they began. */
  hold(match: LineMatch): void {
    this.#held.push(match);
  }

  /** Attempts that match go on, those that wait and those that come. */
  letGo(match: LineMatch = {}): void {
    this.#free.push(match);
    const free = this.#waiting.filter(({ line }) => matches(line, match));
    this.#waiting = this.#waiting.filter(({ line }) => !matches(line, match));
    for (const { answer } of free) answer();
  }

  /** Attempts that match fail instead of acting. */
  fail(match: LineMatch): void {
    this.#failing.push(match);
  }

  /** The first line that matches, now or when it comes. */
  line(match: LineMatch): Promise<LedgerLine> {
    const known = this.lines.find((line) => matches(line, match));
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => this.#waiters.push({ match, resolve }));
  }

  /** Resolves once that many lines match. */
  async times(count: number, match: LineMatch): Promise<void> {
    while (this.of(match).length < count) await new Promise((resolve) => this.#waiters.push({ match, resolve }));
  }

  /** The first begin of a call. */
  begun(callId: string, match: LineMatch = {}): Promise<LedgerLine> {
    return this.line({ event: 'begin', callId, ...match });
  }

  /** Lines that match. */
  of(match: LineMatch): LedgerLine[] {
    return this.lines.filter((line) => matches(line, match));
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    try {
      for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
    } catch {
      return; // The worker was killed while it reported: it has told nothing.
    }
    const line = { ...(JSON.parse(text) as LedgerLine), at: Date.now() };
    this.lines.push(line);
    const answer = () => response.end(JSON.stringify(this.#failureOf(line)));
    const waits = line.event === 'begin' && this.#isHeld(line);
    if (waits) this.#waiting.push({ line, answer });
    else answer();
    const told = this.#waiters.filter(({ match }) => matches(line, match));
    this.#waiters = this.#waiters.filter(({ match }) => !matches(line, match));
    for (const { resolve } of told) resolve(line);
  }

  #isHeld(line: LedgerLine): boolean {
    return this.#held.some((match) => matches(line, match)) && !this.#free.some((match) => matches(line, match));
  }

  #failureOf(line: LedgerLine): { fail?: string } {
    const fails = line.event === 'begin' && this.#failing.some((match) => matches(line, match));
    return fails ? { fail: `attempt ${line.attempt} was told to fail` } : {};
  }
}
