/** The last lines that a process wrote, bounded in number and length: what an error quotes. */

const MAX_LINES = 10;
const MAX_LINE_LENGTH = 500;

/** Feed it chunks; read the last lines at any time. */
export class LastLines {
  readonly #lines: string[] = [];
  #open = '';

  /** @param onLine gets each whole line, cut to 500 characters. */
  constructor(private readonly onLine?: (line: string) => void) {}

  push(chunk: string): void {
    const parts = (this.#open + chunk).split('\n');
    this.#open = (parts.pop() ?? '').slice(0, MAX_LINE_LENGTH);
    for (const part of parts) this.#add(part);
  }

  /** Non-empty lines, oldest first, at most 10, with the one that has no end yet. */
  read(): readonly string[] {
    const open = this.#open.trim();
    return (open === '' ? [...this.#lines] : [...this.#lines, open]).slice(-MAX_LINES);
  }

  #add(part: string): void {
    const line = part.trim().slice(0, MAX_LINE_LENGTH);
    if (line === '') return;
    this.#lines.push(line);
    if (this.#lines.length > MAX_LINES) this.#lines.shift();
    this.onLine?.(line);
  }
}
