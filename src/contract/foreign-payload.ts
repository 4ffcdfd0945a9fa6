/**
 * Payloads that other people's workers wrote and no converter here reads: Python writes NaN into JSON, and protobuf has
 * encodings of its own. Rule: such a payload is told as the text that it is. In a workflow an error in its place fails the
 * workflow task, for ever; payloads behind a codec that is missing here stay errors, since a deploy mends them.
 */

/** A payload as the SDK has it. */
interface RawPayload {
  readonly metadata?: Readonly<Record<string, Uint8Array>> | null;
  readonly data?: Uint8Array | null;
}

/** Encodings that every SDK of Temporal writes by itself; any other is a codec's or a converter's of the owner. */
const TEXTS = new Set(['json/plain', 'json/protobuf']);
const BYTES = 'binary/protobuf';
/** Message type of what stands in the place of a payload in external storage: told as a text, it would be lost. */
export const REFERENCE = 'temporal.api.sdk.v1.ExternalStorageReference';

/**
 * What `read`, a converter, makes of a payload; what it can't read of JSON and protobuf is a text. `decode` reads UTF-8.
 * Throws what `read` throws for any other encoding.
 */
export function readForeign<Value>(
  read: () => Value,
  { metadata, data }: RawPayload,
  decode: (bytes: Uint8Array) => string,
): Value {
  try {
    return read();
  } catch (error) {
    const said = (name: string) => (metadata?.[name] ? decode(metadata[name]) : '');
    const encoding = said('encoding');
    const isKnown = TEXTS.has(encoding) || encoding === BYTES;
    if (!data || !isKnown || said('messageType') === REFERENCE) throw error;
    const told = encoding === BYTES ? `[${data.length} bytes of protobuf, which can't be shown]` : decode(data);
    // Of what other people return nothing is known: the caller asks for a value of any kind.
    return told as Value;
  }
}
