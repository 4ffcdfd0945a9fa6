/** Bodies that come compressed, from services and proxies that do it without being asked to. */
import { pipeline, Readable, type Duplex } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

// A body that is cut is read as far as it goes, as fetch does.
const CUT = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const CUT_BR = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };
const DECODERS: ReadonlyMap<string, () => Duplex> = new Map([
  ['gzip', () => createGunzip(CUT)],
  ['x-gzip', () => createGunzip(CUT)],
  ['deflate', () => createInflate(CUT)],
  ['deflate-raw', () => createInflateRaw(CUT)],
  ['br', () => createBrotliDecompress(CUT_BR)],
]);

/** Most codings of a body, as in fetch: each is a decoder. */
const MOST_CODINGS = 5;

/** A body as it was before the codings that its header names; it stays as it is when one of them is unknown, or they are too many. */
export function decoded(body: Buffer, codings: string | readonly string[] = ''): Buffer | ReadableStream<Uint8Array> {
  const names = [codings].flat().join(',').toLowerCase().split(',');
  const coded = names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity');
  if (coded.length > MOST_CODINGS) return body;
  // Some servers leave out the header that makes it the `deflate` of HTTP (RFC 9110, 8.4.1.2).
  if (coded.at(-1) === 'deflate' && (body[0]! & 0x0f) !== 8) coded.splice(-1, 1, 'deflate-raw');
  const decoders = coded.toReversed().flatMap((name) => DECODERS.get(name)?.() ?? []);
  const last = decoders.at(-1);
  if (!last || decoders.length < coded.length) return body;
  // Whoever reads it hears of its faults; one that nobody reads must not end the process.
  pipeline([Readable.from([body]), ...decoders], () => undefined);
  return ReadableStream.from(piecesOf(last));
}

/** As they come; a fault is told as fetch tells it. */
async function* piecesOf(last: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* last;
  } catch (cause) {
    throw new TypeError('terminated', { cause });
  }
}
