/** A model service that streams a long answer word by word, and knows when it sent each word. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** The service. */
export interface DrippingModel {
  readonly baseURL: string;
  /** When each word was sent, in ms; word 7 is `w7 `. */
  readonly sentAt: readonly number[];
  close(): Promise<void>;
}

/** Starts a service whose answers take `seconds` and have a word every `everyMs`. */
export async function drippingModel(seconds: number, everyMs: number): Promise<DrippingModel> {
  const sentAt: number[] = [];
  const server = createServer((_request, response) => void drip(response, seconds * 1_000, everyMs, sentAt));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    sentAt,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function drip(response: ServerResponse, ms: number, everyMs: number, sentAt: number[]): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const head = { id: 'chatcmpl-drip', object: 'chat.completion.chunk', created: 0, model: 'drip' };
  const send = (delta: object, finish: string | null = null) => {
    const chunk = { ...head, choices: [{ index: 0, delta, finish_reason: finish }] };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  send({ role: 'assistant', content: '' });
  const began = performance.now();
  while (performance.now() - began < ms && !response.destroyed) {
    sentAt.push(performance.now());
    send({ content: `w${sentAt.length - 1} ` });
    await delay(everyMs);
  }
  send({}, 'stop');
  response.end('data: [DONE]\n\n');
}
