/** Bodies that come compressed, from services and proxies that do it without being asked to. */
import type { IncomingHttpHeaders } from 'node:http';
import { pipeline, type Duplex, type Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

// A piece that was sent is read at once, and one that is cut is read as far as it goes, as fetch does.
const { Z_SYNC_FLUSH: flush, BROTLI_OPERATION_FLUSH: brotli } = constants;
const DECODERS: ReadonlyMap<string, () => Duplex> = new Map([
  ['gzip', () => createGunzip({ flush, finishFlush: flush })],
  ['x-gzip', () => createGunzip({ flush, finishFlush: flush })],
  ['deflate', () => createInflate({ flush, finishFlush: flush })],
  ['br', () => createBrotliDecompress({ flush: brotli, finishFlush: brotli })],
]);

/** The body as it was before the codings that its headers name; one of a coding that nobody knows stays as it is. */
export function decoded(body: Readable, { 'content-encoding': codings = '' }: IncomingHttpHeaders): Readable {
  const names = codings.toLowerCase().split(',').toReversed();
  return names.reduce<Readable>((from, name) => {
    const decoder = DECODERS.get(name.trim())?.();
    return decoder ? pipeline(from, decoder, () => undefined) : from;
  }, body);
}
