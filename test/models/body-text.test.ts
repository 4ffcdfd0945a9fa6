/** Bodies without end are left where the bound is, and their requests ended; both models and errors go through it. */
import OpenAI from 'openai';
import { ERROR_BYTES, readErrorText, readJson, type Bytes } from '../../src/models/body-text.js';
import { ChatModel } from '../../src/models/chat/chat-model.js';
import { readErrorBodies } from '../../src/models/error-body.js';
import { readProviderFault } from '../../src/models/provider-fault.js';
import { ResponsesModel } from '../../src/models/responses/responses-model.js';
import { request } from './responses/requests.js';

const bytes = new TextEncoder();

async function* pieces(...texts: readonly string[]): Bytes {
  for (const text of texts) yield await Promise.resolve(bytes.encode(text));
}

/** A response that never ends, and a promise of its being given up. */
function endless(status: number, type: string): { readonly response: Response; readonly left: Promise<void> } {
  const megabyte = bytes.encode(' '.repeat(1_000_000));
  let cancel = () => undefined as void;
  const left = new Promise<void>((resolve) => (cancel = resolve));
  const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(megabyte), cancel });
  return { response: new Response(body, { status, headers: { 'content-type': type } }), left };
}

/** The fault of a call that is answered with this. */
async function faultOf(response: Response, Model: typeof ChatModel | typeof ResponsesModel, streams: boolean) {
  const client = new OpenAI({ apiKey: 'none', maxRetries: 0, fetch: () => Promise.resolve(response) });
  readErrorBodies(client);
  const { signal } = new AbortController();
  const asking = new Model(client).call(request(), { signal, ...(streams && { onText: () => undefined }) });
  return asking.then(
    () => undefined,
    (error: unknown) => readProviderFault(error, [], 0),
  );
}

describe.each([
  ['Chat', ChatModel],
  ['Responses', ResponsesModel],
] as const)('%s', (_api, Model) => {
  test('an answer without end is too large, for good, and its request is ended', async () => {
    const { response, left } = endless(200, 'application/json');
    expect(await faultOf(response, Model, false)).toMatchObject({
      retry: 'final',
      error: { code: 'answer_too_large', message: expect.stringContaining('at most 64000000') as string },
    });
    await left;
  });

  test('a plain answer without end is too large where a stream was asked for, too', async () => {
    const { response, left } = endless(200, 'text/html');
    // Blank for ever would be waited for: something must come.
    const page = new Response(response.body!.pipeThrough(prefixed('<html>')), response);
    expect(await faultOf(page, Model, true)).toMatchObject({ error: { code: 'answer_too_large' } });
    await left;
  });

  test.each([false, true])('an error without end is told by its beginning, streamed: %s', async (streams) => {
    const { response, left } = endless(503, 'text/plain');
    const said = new Response(response.body!.pipeThrough(prefixed('Overloaded.')), response);
    const fault = await faultOf(said, Model, streams);
    expect(fault).toMatchObject({ error: { message: expect.stringContaining('Overloaded.') as string } });
    await left;
  });
});

function prefixed(text: string): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({ start: (controller) => controller.enqueue(bytes.encode(text)) });
}

test('a body up to its bound is read, and one byte more is too large', async () => {
  expect(await readJson(pieces('{"a":', '"é"}'), 'answer', 10)).toEqual({ a: 'é' });
  await expect(readJson(pieces('{"a":', '"é"}'), 'answer', 9)).rejects.toThrow('has 10 bytes; at most 9');
});

test('an error is cut at its bound, to the byte', async () => {
  const text = 'x'.repeat(ERROR_BYTES - 1);
  expect(await readErrorText(pieces(text, 'y'))).toBe(`${text}y`);
  expect(await readErrorText(pieces(text, 'y', 'z'))).toBe(`${text}y`);
});
