/** The Responses API through the `openai` package: a thin class round pure converters. */
import type OpenAI from 'openai';
import type { Repair } from '../../contract/repair.js';
import { answerBody } from '../answer-body.js';
import { bytesOf, readJson } from '../body-text.js';
import { idleBound } from '../idle-bound.js';
import { jsonEvents } from '../json-events.js';
import { mintId } from '../mint-id.js';
import type { CallOptions, Model, ModelAnswer, ModelRequest } from '../model.js';
import { assembleResponsesStream } from './assemble-stream.js';
import { fromResponsesAnswer } from './from-responses-answer.js';
import { milderForm } from './milder-form.js';
import { responsesBody, type RequestForm } from './responses-body.js';

/** A model behind the Responses API. */
export class ResponsesModel implements Model {
  readonly #client: OpenAI;
  /** Models that refused to encrypt their reasoning, so that each is asked for it once. */
  readonly #unencrypted = new Set<string>();

  constructor(client: OpenAI) {
    this.#client = client;
  }

  async call(request: ModelRequest, options: CallOptions): Promise<ModelAnswer> {
    let form: RequestForm = { additions: 'kept', encryptedReasoning: !this.#unencrypted.has(request.model) };
    const offered = new Set(request.tools.flatMap((tool) => (tool.kind === 'function' ? tool.name : [])));
    const retried: Repair[] = [];
    for (;;) {
      const { body, repairs } = responsesBody(request, form);
      try {
        const answer = fromResponsesAnswer(await this.#ask(body, options), mintId, offered);
        return { ...answer, repairs: [...retried, ...repairs, ...answer.repairs] };
      } catch (error) {
        const milder = milderForm(error, form);
        if (!milder || options.signal.aborted) throw error;
        if (!milder.encryptedReasoning) this.#unencrypted.add(request.model);
        if (milder.additions !== form.additions) retried.push(ASKED_AGAIN);
        form = milder;
      }
    }
  }

  async #ask(body: Record<string, unknown>, { signal, onText }: CallOptions): Promise<unknown> {
    // Temporal retries; a client that retries too would multiply attempts and hide them.
    const options = { signal, maxRetries: 0 };
    if (!onText) {
      const answer = this.#client.responses.create(body as OpenAI.Responses.ResponseCreateParamsNonStreaming, options);
      return readJson(bytesOf(await answer.asResponse()), ANSWER);
    }
    const controller = new AbortController();
    const streamed = { ...body, stream: true } as OpenAI.Responses.ResponseCreateParamsStreaming;
    const response = await this.#client.responses
      .create(streamed, { ...options, signal: AbortSignal.any([signal, controller.signal]) })
      // The package's own reader takes an aborted stream for a whole one, and keep-alives for silence.
      .asResponse();
    const { streams, bytes } = await answerBody(response);
    // A service that can't stream, or a proxy's page with status 200: read like the plain answer.
    if (!streams) return readJson(bytes, ANSWER);
    const events = jsonEvents(idleBound(Object.assign(bytes, { controller })), 'event of the Responses API');
    return await assembleResponsesStream(events, onText);
  }
}

const ANSWER = 'Responses answer';

const ASKED_AGAIN: Repair = {
  kind: 'asked_again',
  detail: 'the service refused what it had added to its earlier answers, so it was asked again without',
};
