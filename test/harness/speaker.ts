/**
 * A model service that a test speaks for, piece by piece, over HTTP: the Responses API, streamed or not, as far as text
 * goes. It decides when each piece comes; the scripted model of `everycall/testing` sends an answer at once.
 */
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';

/** One request to the speaker, being answered. */
export interface Spoken {
  /** Whether the answer was asked for as a stream; else it is sent whole at its end. */
  readonly streamed: boolean;
  /** Says a piece of the answer; resolves once it is on its way. */
  say(text: string): Promise<void>;
  /** Ends the answer. */
  end(text?: string): Promise<void>;
  /** Breaks the connection. */
  breakOff(): void;
  /** Resolves once the connection is gone, or the answer is over. */
  readonly gone: Promise<unknown>;
}

/** The service. */
export interface Speaker {
  readonly baseURL: string;
  /** How many requests there were. */
  readonly requests: number;
  /** Resolves with request `number`, from 1. */
  asked(number: number): Promise<Spoken>;
  close(): Promise<void>;
}

const RESPONSE = { id: 'resp_1', object: 'response', model: 'spoken' };
const PLACE = { output_index: 0, content_index: 0, item_id: 'msg_1' };

/** Starts a speaker. */
export async function startSpeaker(): Promise<Speaker> {
  const all: Spoken[] = [];
  const came = new EventEmitter();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    all.push(await spoken(request, response));
    came.emit('request');
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get requests() {
      return all.length;
    },
    async asked(number) {
      while (all.length < number) await once(came, 'request');
      return all[number - 1]!;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function spoken(request: IncomingMessage, response: ServerResponse): Promise<Spoken> {
  const { stream: streamed = false } = JSON.parse(await readText(request)) as { stream?: boolean };
  let text = '';
  response.writeHead(200, { 'content-type': streamed ? 'text/event-stream' : 'application/json' });
  response.flushHeaders();
  const write = (data: string) => new Promise<void>((resolve) => response.write(data, () => resolve()));
  const event = (type: string, more: object) => write(`event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`);
  if (streamed) {
    await event('response.created', { response: { ...RESPONSE, status: 'in_progress', output: [] } });
    await event('response.output_item.added', { output_index: 0, item: messageItem('', 'in_progress') });
  }
  return {
    streamed,
    async say(piece) {
      text += piece;
      if (streamed) await event('response.output_text.delta', { ...PLACE, delta: piece });
    },
    async end(piece = '') {
      text += piece;
      const whole = {
        ...RESPONSE,
        status: 'completed',
        output: [messageItem(text, 'completed')],
        usage: usageOf(text),
      };
      if (streamed) await event('response.completed', { response: whole });
      response.end(streamed ? '' : JSON.stringify(whole));
    },
    breakOff: () => void response.destroy(),
    gone: once(response, 'close'),
  };
}

function messageItem(text: string, status: string) {
  const content = text === '' ? [] : [{ type: 'output_text', text, annotations: [] }];
  return { type: 'message', id: PLACE.item_id, role: 'assistant', status, content };
}

function usageOf(text: string) {
  return { input_tokens: 10, output_tokens: text.length, total_tokens: text.length + 10 };
}
