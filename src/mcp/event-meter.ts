/** Measures the events of a stream (`text/event-stream`) as its bytes come, without reading them. Pure. Source: HTML, 9.2.6. */

const LF = 0x0a;
const CR = 0x0d;
/** A line that begins so names the event. */
const ID = [0x69, 0x64, 0x3a];

/** The bytes since the last event's end. */
export class EventMeter {
  /** Whether an event had an id. */
  sawId = false;
  #bytes = 0;
  #column = 0;
  #matched = 0;
  #afterCr = false;

  /** Takes the next bytes in, and says how many the longest event in them has so far. */
  longest(chunk: Uint8Array): number {
    let longest = 0;
    for (const byte of chunk) {
      this.#bytes += 1;
      // A line ends in either or both.
      if (byte === LF && this.#afterCr) this.#afterCr = false;
      else this.#take(byte);
      longest = Math.max(longest, this.#bytes);
    }
    return longest;
  }

  #take(byte: number): void {
    this.#afterCr = byte === CR;
    if (byte === LF || byte === CR) {
      // An empty line ends the event.
      if (this.#column === 0) this.#bytes = 0;
      this.#column = 0;
      this.#matched = 0;
      return;
    }
    if (this.#matched === this.#column && byte === ID[this.#column]) this.#matched += 1;
    if (this.#matched === ID.length) this.sawId = true;
    this.#column += 1;
  }
}
