/**
 * A model service that a test speaks for, piece by piece, over real HTTP; and the model that listens to it. Its wire form
 * is plain text: what is tested with it is what happens to text, whatever API it comes by.
 */
import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallOptions, Model, ModelAnswer } from '../../src/models/model.js';

/** One request to the speaker, being answered. */
export interface Spoken {
  /** Whether the model asked for a stream. */
  readonly streamed: boolean;
  /** Sends a piece of the answer; resolves once it is on its way. */
  say(text: string): Promise<void>;
  /** Ends the answer. */
  end(text?: string): void;
  /** Breaks the connection. */
  breakOff(): void;
  /** Resolves once the connection is gone, or the answer is over. */
  readonly gone: Promise<unknown>;
}

/** The service. */
export interface Speaker {
  readonly url: string;
  /** How many requests there were. */
  readonly requests: number;
  /** Resolves with request `number`, from 1. */
  asked(number: number): Promise<Spoken>;
  close(): Promise<void>;
}

/** Starts a speaker. */
export async function startSpeaker(): Promise<Speaker> {
  const all: Spoken[] = [];
  const came = new EventEmitter();
  const server = createServer((request, response) => {
    all.push(spoken(response, request.url === '/streamed'));
    came.emit('request');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
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

function spoken(response: ServerResponse, streamed: boolean): Spoken {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  response.flushHeaders();
  return {
    streamed,
    say: (text) => new Promise((resolve) => response.write(text, () => resolve())),
    end: (text = '') => void response.end(text),
    breakOff: () => void response.destroy(),
    gone: once(response, 'close'),
  };
}

/** A model that says what the speaker says. */
export function listeningModel(url: string): Model {
  return {
    async call(_request, { signal, onText }: CallOptions): Promise<ModelAnswer> {
      const response = await fetch(`${url}/${onText ? 'streamed' : 'plain'}`, { signal });
      let text = '';
      for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
        text += piece;
        onText?.(piece);
      }
      const item = { type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] };
      const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
      return { items: [{ item }], usage, finish: 'stop', repairs: [] };
    },
  };
}
