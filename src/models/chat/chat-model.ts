/** Chat Completions through the `openai` package: a thin class round pure converters. */
import type OpenAI from 'openai';
import type { Repair } from '../../contract/repair.js';
import { clip } from '../../protocol/outcome-text.js';
import { addUsage } from '../../protocol/usage.js';
import { answerBody } from '../answer-body.js';
import { bytesOf, readJson } from '../body-text.js';
import { idleBound } from '../idle-bound.js';
import { mintId } from '../mint-id.js';
import type { CallOptions, Model, ModelAnswer, ModelRequest } from '../model.js';
import { assembleChatStream } from './assemble-chat-stream.js';
import { chatBody } from './chat-body.js';
import { jsonEvents } from '../json-events.js';
import { fromChatAnswer } from './from-chat-answer.js';
import { StreamAmbiguous } from './run-together.js';

type Body = OpenAI.ChatCompletionCreateParamsNonStreaming;

const ANSWER = 'chat completion';

/** A model behind Chat Completions. */
export class ChatModel implements Model {
  readonly #client: OpenAI;

  constructor(client: OpenAI) {
    this.#client = client;
  }

  async call(request: ModelRequest, { signal, onText }: CallOptions): Promise<ModelAnswer> {
    const { body: built, repairs } = chatBody(request);
    const body = built as unknown as Body;
    const offered = new Set(request.tools.flatMap((tool) => (tool.kind === 'function' ? tool.name : [])));
    const read = (answer: unknown, first: readonly Repair[] = repairs): ModelAnswer => {
      const made = fromChatAnswer(answer, mintId, offered);
      return { ...made, repairs: [...first, ...made.repairs] };
    };
    if (!onText) return read(await this.#plain(body, signal));
    try {
      return read(await this.#streamed(body, signal, onText));
    } catch (error) {
      if (!(error instanceof StreamAmbiguous)) throw error;
      // The same service tells the calls apart when it answers in one piece.
      const repair: Repair = { kind: 'stream_ambiguous', detail: clip(error.message, 200) };
      const answer = read(await this.#plain(body, signal), [...repairs, repair]);
      return { ...answer, usage: addUsage(error.usage, answer.usage) };
    }
  }

  // Temporal retries; a client that retries too would multiply attempts and hide them.
  async #plain(body: Body, signal: AbortSignal): Promise<unknown> {
    const answer = this.#client.chat.completions.create(body, { signal, maxRetries: 0 });
    return await readJson(bytesOf(await answer.asResponse()), ANSWER);
  }

  /** The body that the plain answer would have. */
  async #streamed(body: Body, signal: AbortSignal, onText: (delta: string) => void): Promise<unknown> {
    const controller = new AbortController();
    const response = await this.#client.chat.completions
      .create(
        { ...body, stream: true, stream_options: { include_usage: true } },
        { signal: AbortSignal.any([signal, controller.signal]), maxRetries: 0 },
      )
      // The package's own reader tells neither the end of a stream from its being cut, nor hears keep-alives.
      .asResponse();
    const { streams, bytes } = await answerBody(response);
    // A service that can't stream, or a proxy's page: read like the plain answer.
    if (!streams) return await readJson(bytes, ANSWER);
    return await assembleChatStream(
      jsonEvents(idleBound(Object.assign(bytes, { controller })), 'chunk of a chat completion'),
      onText,
    );
  }
}
