/** The judgement over a log: not one request was refused. */
import type { LoggedRequest } from './logged-request.js';

/** Requests were refused, or found no reply in the script. */
export class InvalidRequestsError extends Error {
  override readonly name = 'InvalidRequestsError';
  constructor(
    /** The refused requests that the log still holds. */
    readonly requests: readonly LoggedRequest[],
    /** How many more there were that it no longer holds. */
    readonly dropped: number,
    total: number,
  ) {
    const lines = requests.slice(0, 20).map(describe);
    const more = requests.length + dropped - lines.length;
    const rest = more > 0 ? [`  and ${more} more`] : [];
    super([`${requests.length + dropped} of ${total} requests were refused:`, ...lines, ...rest].join('\n'));
  }
}

function describe({ number, method, path, status, refusal, failure }: LoggedRequest): string {
  const words = refusal ? `${refusal.rule}: ${refusal.message}` : `script: ${failure}`;
  return `  #${number} ${method} ${path} ${status} ${words}`.slice(0, 500);
}

/**
 * Passes when the server refused no request and its script had a reply for each.
 * Takes a server, or `{ requests: readRequestLog(file) }`.
 * @throws InvalidRequestsError that lists each one
 */
export function expectValid(server: {
  readonly requests: readonly LoggedRequest[];
  readonly droppedFaulty?: number;
}): void {
  const faulty = server.requests.filter(({ refusal, failure }) => refusal !== undefined || failure !== undefined);
  const dropped = server.droppedFaulty ?? 0;
  if (faulty.length + dropped === 0) return;
  const total = Math.max(server.requests.length, server.requests.at(-1)?.number ?? 0);
  throw new InvalidRequestsError(faulty, dropped, total);
}
