/** Which class speaks which API. */
import type OpenAI from 'openai';
import type { From } from '../protocol/entry.js';
import { ChatModel } from './chat/chat-model.js';
import type { Model } from './model.js';
import { ResponsesModel } from './responses/responses-model.js';

const APIS: Readonly<Record<From['api'], new (client: OpenAI) => Model>> = {
  chat: ChatModel,
  responses: ResponsesModel,
};

/** The model behind a client, in an API. */
export function modelFor(api: From['api'], client: OpenAI): Model {
  return new APIS[api](client);
}
