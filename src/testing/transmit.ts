/** Writes an answer to its connection, whole or damaged. The only place that touches the wire. */
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from './answer.js';

/** What happens to an answer on the wire. */
export type Damage =
  { readonly cutAfterBytes: number } | { readonly cutAfterEvents: number } | { readonly stallAfterEvents: number };

/** How an answer is written. */
export interface Transmission {
  readonly damage?: Damage;
  /** Milliseconds between its pieces. @default 0 */
  readonly paceMs?: number;
  /** Aborted when the connection is gone. */
  readonly gone: AbortSignal;
}

/** A single piece has a content length; more are sent as chunks. */
function writeHead({ status, headers, pieces }: Answer, outgoing: ServerResponse): void {
  const single = pieces.length === 1 ? { 'content-length': String(Buffer.byteLength(pieces[0] ?? '')) } : {};
  outgoing.writeHead(status, { ...headers, ...single });
}

async function writePieces(pieces: readonly string[], outgoing: ServerResponse, way: Transmission): Promise<void> {
  for (const [place, piece] of pieces.entries()) {
    if (way.paceMs && place > 0) await delay(way.paceMs, undefined, { signal: way.gone }).catch(() => undefined);
    if (outgoing.destroyed) return;
    outgoing.write(piece);
  }
}

/** Writes so much of the body, then closes the connection once it is out. */
function writeCut(answer: Answer, body: Buffer, outgoing: ServerResponse): void {
  writeHead(answer, outgoing);
  outgoing.flushHeaders();
  outgoing.write(body, () => outgoing.destroy());
}

function firstPieces({ pieces }: Answer, count: number): Buffer {
  return Buffer.from(pieces.slice(0, count).join(''));
}

/** Sends an answer. Resolves when the last of it is written, or the connection is gone. */
export async function transmit(answer: Answer, outgoing: ServerResponse, way: Transmission): Promise<void> {
  if (outgoing.destroyed) return;
  const { damage } = way;
  if (damage && 'cutAfterBytes' in damage) {
    const body = Buffer.from(answer.pieces.join(''));
    writeCut(answer, body.subarray(0, damage.cutAfterBytes), outgoing);
  } else if (damage && 'cutAfterEvents' in damage) {
    writeCut(answer, firstPieces(answer, damage.cutAfterEvents), outgoing);
  } else if (damage) {
    writeHead(answer, outgoing);
    outgoing.flushHeaders();
    outgoing.write(firstPieces(answer, damage.stallAfterEvents));
  } else {
    writeHead(answer, outgoing);
    await writePieces(answer.pieces, outgoing, way);
    outgoing.end();
  }
}

/** Resets the connection: the client sees it broken, with no answer. */
export function resetConnection(outgoing: ServerResponse): void {
  if (outgoing.socket) outgoing.socket.resetAndDestroy();
  else outgoing.destroy();
}
