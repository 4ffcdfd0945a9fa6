/**
 * What is to be said to the model before its next answer: texts of people, and notes of the turn itself. Rule: each is
 * said once, in the order in which it came, and all of it together fits into the next model call's arguments.
 */
import { isSteer, MOST_STEER_ITEMS, saidBy, type Steer } from '../contract/people.js';
import type { Said } from '../protocol/said.js';
import { jsonBytes } from '../protocol/size.js';
import { Refusal } from './refusal.js';

/** Most that may wait to be said, as JSON: with results of the turn's own (1 MB) it stays under Temporal's 2 MB. */
const MOST_BYTES = 500_000;

/** Texts that wait for the next model call. */
export class Inbox {
  #said: Said[] = [];
  #bytes = 0;
  readonly #seen = new Set<string>();

  /** Whether something waits to be said. */
  get waiting(): boolean {
    return this.#said.length > 0;
  }

  /** @throws {Refusal} when it can't be said. */
  check(steer: Steer): void {
    if (!isSteer(steer)) {
      const expected = `an id of 20 hexadecimal digits, 1 to ${MOST_STEER_ITEMS} messages of the user`;
      throw new Refusal('malformed', `what is said must have ${expected}, and calls to cancel by id or place`);
    }
    const { id, items } = steer;
    if (this.#bytes + jsonBytes(items) <= MOST_BYTES || this.#seen.has(id)) return;
    const message = `more than ${MOST_BYTES} bytes would wait to be said: wait for the model's next answer`;
    throw new Refusal('too_much_said', message);
  }

  /** These were said in an earlier run of the turn. */
  saidBefore(ids: Iterable<string>): void {
    for (const id of ids) this.#seen.add(id);
  }

  /** Takes in what a person says; a second time with the same id it changes nothing. */
  add(steer: Steer): void {
    if (this.#seen.has(steer.id)) return;
    this.#seen.add(steer.id);
    this.#bytes += jsonBytes(steer.items);
    this.#said.push(...saidBy(steer));
  }

  /** Takes in what the turn itself says. */
  note(said: Said): void {
    this.#said.push(said);
  }

  /** What waits to be said, in order; it waits no longer. */
  take(): readonly Said[] {
    const said = this.#said;
    this.#said = [];
    this.#bytes = 0;
    return said;
  }
}
