/**
 * The bodies of services' errors in the form that the client library reads. Rule: what a service says went wrong is not
 * lost. The library knows `{ error: { message } }` alone, and says of every other body "status code (no body)": of a list
 * round it (Gemini), of fields at the top (Mistral, vLLM), of `detail` (FastAPI).
 */
import type OpenAI from 'openai';
import { isJson, listOf, type Json } from '../protocol/json.js';
import { bytesOf, readErrorText } from './body-text.js';
import { wrapFetch } from './client-fetch.js';

/** An error body as `{ error }`; a text that is no JSON object stays as it is. Pure. */
export function errorBody(text: string): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return text;
  }
  const inner = Array.isArray(body) ? listOf(body)[0] : body;
  if (!isJson(inner)) return text;
  if (inner.error !== undefined && inner.error !== null) return inner === body ? text : JSON.stringify(inner);
  return JSON.stringify({ error: { ...inner, message: messageOf(inner) } });
}

function messageOf({ message, detail, ...rest }: Json): string {
  const said = message ?? detail ?? rest;
  return typeof said === 'string' ? said : JSON.stringify(said);
}

const READABLE = new WeakSet<OpenAI>();

/** From now on the client reads every form of error body. */
export function readErrorBodies(client: OpenAI): void {
  if (READABLE.has(client)) return;
  READABLE.add(client);
  wrapFetch(client, (own) => async (...args) => {
    const response = await own(...args);
    if (response.status < 400) return response;
    const { status, statusText } = response;
    const headers = new Headers(response.headers);
    // They are of the body as it was sent.
    for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) headers.delete(name);
    return new Response(errorBody(await readErrorText(bytesOf(response))), { status, statusText, headers });
  });
}
