/**
 * Records exchanges as they pass. Rules: the answer reaches the client as it came and when it came; what is written holds
 * no credential; an exchange that did not come to its end is not written, and one that can't be written fails nothing.
 */
import { EXCHANGE_FORM, responseOf, type ExchangeRequest, type ExchangeResponse } from './exchange.js';
import { MOST_FILE_BYTES, writeExchange } from './exchange-folder.js';
import { redactedJson, redactedLine } from './redacted-json.js';

/** Where exchanges are written to, and who is told of one that can't be. */
export interface Recording {
  readonly folder: string;
  readonly warn: (line: string) => void;
}

/** What says that a stream was whole, for a reader that stops there. */
const LAST_EVENT = /^data: ?(?:\[DONE\]|\{.*"type": ?"response\.(?:completed|incomplete|failed)".*)\r?\n/m;

/** The response, which is written to the folder when it has been read to its end. `secrets` are those of the request. */
export function recorded(
  response: Response,
  request: ExchangeRequest,
  secrets: readonly string[],
  recording: Recording,
): Response {
  const { status, statusText, headers } = response;
  const write = (text: string) => {
    const { stream, ...rest } = responseOf(status, headers, text);
    const lines = stream?.map((line) => redactedLine(line, secrets));
    writeExchange(recording.folder, {
      everycall: EXCHANGE_FORM,
      request: { ...request, body: redactedJson(request.body, secrets) },
      response: { ...(redactedJson(rest, secrets) as ExchangeResponse), ...(lines && { stream: lines }) },
    });
  };
  const told = (work: () => void) => {
    try {
      work();
    } catch (error) {
      recording.warn(`an exchange was not recorded in ${recording.folder}: ${String(error)}`);
    }
  };
  if (!response.body) {
    told(() => write(''));
    return response;
  }
  return new Response(
    copied(response.body, (text) => told(() => write(text))),
    { status, statusText, headers },
  );
}

/** The same stream; `done` gets its text once it was read to its end, or to its last event. */
function copied(body: ReadableStream<Uint8Array>, done: (text: string) => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let over = false;
  // A reader that stops at the last event may do so while the end is being read.
  const end = () => {
    if (!over) done(text);
    over = true;
  };
  const keep = (chunk: string) => {
    // A file that large would be refused: what is beyond is only counted.
    if (text.length <= MOST_FILE_BYTES) text += chunk;
  };
  return new ReadableStream({
    async pull(controller) {
      const { done: ended, value } = await reader.read();
      if (!ended) {
        keep(decoder.decode(value, { stream: true }));
        controller.enqueue(value);
        return;
      }
      keep(decoder.decode());
      end();
      controller.close();
    },
    async cancel(reason) {
      if (LAST_EVENT.test(text)) end();
      await reader.cancel(reason);
    },
  });
}
