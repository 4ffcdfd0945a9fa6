/** What goes wrong with an MCP server. Rule: one clear line that names the server and holds no secret of its environment. */
import { describeThrown } from '../definition/describe-error.js';
import { networkCause } from '../definition/network-cause.js';
import { thrownField } from '../definition/thrown-value.js';
import { redact } from '../models/redact.js';
import { clip } from '../protocol/outcome-text.js';
import { TOO_LONG } from './watched-answers.js';

const REASON_CHARS = 300;

/** The server can't be used now: it doesn't start, doesn't answer, or ended. */
export class McpServerError extends Error {
  override readonly name = 'McpServerError';

  constructor(
    readonly server: string,
    readonly reason: string,
    /** It is certain that the server did not get the request. */
    readonly unsent: boolean,
  ) {
    super(`MCP server "${server}": ${reason}`);
  }
}

/** What an error says, in one line, without secrets: they are taken out before anything is cut, since half of one is one, too. */
export function reasonOf(error: unknown, secrets: readonly string[]): string {
  if (NO_MESSAGE.test(String(thrownField(error, 'name')))) return 'what it sends is no message of MCP';
  const message = thrownField(error, 'message');
  const clean =
    typeof message === 'string' ? { message: redact(message, secrets), cause: thrownField(error, 'cause') } : error;
  const text = redact(describeThrown(clean), secrets).replace(/\s+/g, ' ').trim();
  return clip(`${statusOf(error)}${text.replace(SDK_WORDS, '')}`, REASON_CHARS);
}

/** Their texts quote the first characters of what was sent, which may be of a secret. */
const NO_MESSAGE = /^(?:SyntaxError|\$?ZodError)$/;
const SDK_WORDS = /^MCP error -?\d+: |^Streamable HTTP error: (?:Error POSTing to endpoint: (?:null$)?)?/;

/** An HTTP status, which the SDK keeps from its texts. */
function statusOf(error: unknown): string {
  const code = thrownField(error, 'code');
  return typeof code === 'number' && code >= 100 && code <= 599 ? `HTTP ${code}: ` : '';
}

/** Network faults by which a request never reached the server. */
const UNSENT = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
/** HTTP's answers to a session that the server no longer has: 404 by the specification, 400 by some servers. */
const NO_SESSION = new Set<unknown>([400, 404]);

/** Whether a failed request can't have had an effect: it never arrived, or was refused for its session. */
export function wasUnsent(error: unknown): boolean {
  if (error instanceof McpServerError) return error.unsent;
  if (thrownField(error, 'message') === 'Not connected' || NO_SESSION.has(thrownField(error, 'code'))) return true;
  return UNSENT.test(networkCause(error)?.code ?? '');
}

/** Whether the server's answer is longer than what is taken: it would be again. */
export function wasTooLong(error: unknown): boolean {
  return thrownField(error, 'code') === TOO_LONG;
}

/** Error codes of JSON-RPC by which a server says that the same request would fail again. */
const HOPELESS = new Set<unknown>([-32_600, -32_601, -32_602]);

/** Whether the server refused the request itself: an unknown tool, or arguments that it doesn't take. */
export function wasRefused(error: unknown): boolean {
  return HOPELESS.has(thrownField(error, 'code'));
}
