/** Makes ids for calls that need one. Rule: the same conversation gets the same ids, so that mending twice changes nothing. */

/** Mints ids of 9 letters and digits, which every known service takes, in a row: `call00001`, `call00002`, … */
export class NewIds {
  #last = 0;

  /** @param used ids that the conversation has. */
  constructor(readonly used: ReadonlySet<string>) {}

  /** An id that the conversation doesn't have. */
  next(): string {
    let id: string;
    do {
      this.#last += 1;
      id = `call${String(this.#last).padStart(5, '0')}`;
    } while (this.used.has(id));
    return id;
  }
}
