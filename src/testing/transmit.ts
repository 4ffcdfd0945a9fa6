/** Writes an answer to its connection, whole or damaged. The only place that touches the wire. */
import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.js';

/** How an answer is spoilt on its way. */
export type Damage = { readonly cutAfterBytes: number } | { readonly malformed: true };

/** The body, broken off in its middle. */
function half(pieces: readonly string[]): string {
  const text = pieces.join('');
  return text.slice(0, Math.ceil(text.length / 2));
}

/** Writes the answer whole. A single piece has a content length; more are sent as chunks. */
function writeWhole({ status, headers, pieces }: Answer, outgoing: ServerResponse): void {
  const single = pieces.length === 1 ? { 'content-length': String(Buffer.byteLength(pieces[0] ?? '')) } : {};
  outgoing.writeHead(status, { ...headers, ...single });
  for (const piece of pieces) outgoing.write(piece);
  outgoing.end();
}

/** Writes so many bytes, then closes the connection once they are out. */
function writeCut({ status, headers, pieces }: Answer, bytes: number, outgoing: ServerResponse): void {
  const body = Buffer.from(pieces.join(''));
  const single = pieces.length === 1 ? { 'content-length': String(body.length) } : {};
  outgoing.writeHead(status, { ...headers, ...single });
  outgoing.flushHeaders();
  outgoing.write(body.subarray(0, bytes), () => outgoing.destroy());
}

/** Sends an answer. */
export function transmit(answer: Answer, outgoing: ServerResponse, damage?: Damage): void {
  if (outgoing.destroyed) return;
  if (!damage) writeWhole(answer, outgoing);
  else if ('malformed' in damage) writeWhole({ ...answer, pieces: [half(answer.pieces)] }, outgoing);
  else writeCut(answer, damage.cutAfterBytes, outgoing);
}

/** Resets the connection: the client sees it broken, with no answer. */
export function resetConnection(outgoing: ServerResponse): void {
  if (outgoing.socket) outgoing.socket.resetAndDestroy();
  else outgoing.destroy();
}
