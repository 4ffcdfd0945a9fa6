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
    const told = data && textOf(data, metadata?.encoding && decode(metadata.encoding), decode);
    if (told === undefined || told === null) throw error;
    // Of what other people return nothing is known: the caller asks for a value of any kind.
    return told as Value;
  }
}

function textOf(
  data: Uint8Array,
  encoding: string | undefined,
  decode: (bytes: Uint8Array) => string,
): string | undefined {
  if (encoding?.startsWith('json/')) return decode(data);
  return encoding === 'binary/protobuf' ? `[${data.length} bytes of protobuf, which can't be shown]` : undefined;
}
