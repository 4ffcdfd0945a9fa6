/** Previews go through the data converter and its codecs like everything else: a codec's user has no plain text on the server. */
import type { Payload, PayloadCodec } from '@temporalio/common';
import { heard, streamingBench } from '../../harness/streaming-bench.js';

/** Turns the bits of each byte over. */
const turnOver = ({ metadata, data }: Payload, turned?: Uint8Array): Payload => ({
  metadata: { ...metadata, ...(turned && { turned }) },
  data: (data ?? new Uint8Array()).map((byte) => byte ^ 0xff),
});
const codec: PayloadCodec = {
  encode: async (payloads) => payloads.map((payload) => turnOver(payload, new Uint8Array([1]))),
  decode: async (payloads) => payloads.map((payload) => (payload.metadata?.turned ? turnOver(payload) : payload)),
};

test('a client with the codec reads the text, and the server holds none of it in plain', async () => {
  const bench = await streamingBench({ payloadCodecs: [codec] });
  try {
    const turn = await bench.client.startTurn('tester', 'hello', { stream: true });
    const spoken = await bench.speaker.asked(1);
    await spoken.say('a secret text');
    await heard(turn.events(), 'a secret text');
    const { raw } = await bench.client.temporal.workflow.getHandle(turn.turnId).describe();
    const [details] = raw.pendingActivities?.[0]?.heartbeatDetails?.payloads ?? [];
    expect(details?.metadata).toHaveProperty('turned');
    expect(Buffer.from(details!.data!).toString()).not.toContain('secret');
    await spoken.end();
    expect(await turn.result()).toMatchObject({ output: 'a secret text' });
  } finally {
    await bench.close();
  }
});
