/** The paths of the service, OpenAI's and Azure's, and what stands behind each. Every request is logged. */
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { jsonAnswer } from './answer.js';
import { authRefusal, safeHeaders } from './auth.js';
import { CHAT_API } from './chat-api.js';
import { Exchange } from './exchange.js';
import { answerModelCall, type CallFrame, type ModelService } from './model-call.js';
import type { ModelApi } from './model-api.js';
import { responsesApi } from './responses-api.js';
import type { Refusal } from './refusal.js';
import type { RequestLog } from './request-log.js';

type Env = { Bindings: HttpBindings };

/** What the routes need. */
export interface Routes {
  readonly service: ModelService;
  readonly log: RequestLog;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
  /** Bytes of a body beyond which a request is refused with 413. */
  readonly maxBodyBytes: number;
}

/** A body as the log keeps it: parsed, or the text when it is no JSON, or undefined when there is none. */
function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function openExchange(c: Context<Env>, { log, closing }: Routes, text: string): Exchange {
  const { method, url } = c.req;
  const path = url.slice(new URL(url).origin.length);
  const request = log.arrive(
    { method, path, headers: safeHeaders(c.req.raw.headers), body: parsed(text) },
    Buffer.byteLength(text),
  );
  return new Exchange(log, request, c.env.outgoing, closing);
}

function tooLarge(maxBodyBytes: number): Refusal {
  const message = `Request body is over ${maxBodyBytes} bytes.`;
  return { status: 413, message, type: 'invalid_request_error', param: null, code: null, rule: 'size' };
}

/** Words from memory. */
function noSuchPath(method: string, path: string): Refusal {
  const message = `Invalid URL (${method} ${path})`;
  return { status: 404, message, type: 'invalid_request_error', param: null, code: null, rule: 'path' };
}

/** `GET /v1/models`. */
function listModels(c: Context<Env>, routes: Routes): Response {
  const { apiKey, rules } = routes.service;
  const exchange = openExchange(c, routes, '');
  const auth = authRefusal(c.req.raw.headers, apiKey, false);
  const data = (rules.models ?? []).map((id) => ({ id, object: 'model', created: 0, owned_by: 'everycall' }));
  if (auth) exchange.refuse(auth.sent, auth.logged);
  else exchange.send(jsonAnswer(200, { object: 'list', data }));
  return RESPONSE_ALREADY_SENT;
}

/** Where a model is asked: OpenAI's path, or one of Azure's three. */
type Place = 'openai' | 'azure-v1' | 'azure' | 'azure-deployment';

function azureFrame(c: Context<Env>, place: Place): Pick<CallFrame, 'azure'> {
  if (place === 'openai') return {};
  const deployment = c.req.param('deployment');
  const apiVersion = c.req.query('api-version');
  const versionNeeded = place !== 'azure-v1';
  return {
    azure: { versionNeeded, ...(deployment !== undefined && { deployment }), ...(apiVersion && { apiVersion }) },
  };
}

async function modelCall(c: Context<Env>, routes: Routes, api: ModelApi, place: Place): Promise<Response> {
  const text = await c.req.text();
  const exchange = openExchange(c, routes, text);
  const frame = { headers: c.req.raw.headers, bytes: Buffer.byteLength(text), ...azureFrame(c, place) };
  await answerModelCall(exchange, api, routes.service, frame);
  return RESPONSE_ALREADY_SENT;
}

/** The service as an HTTP application. */
export function modelRoutes(routes: Routes): Hono<Env> {
  const app = new Hono<Env>();
  const limit = bodyLimit({
    maxSize: routes.maxBodyBytes,
    onError: (c: Context<Env>) => {
      openExchange(c, routes, '').refuse(tooLarge(routes.maxBodyBytes));
      return RESPONSE_ALREADY_SENT;
    },
  });
  // The APIs that the server speaks; another is one more element.
  for (const api of [CHAT_API, responsesApi()]) {
    const serve = (path: string, place: Place): void => {
      app.post(`${path}/${api.path}`, limit, (c) => modelCall(c, routes, api, place));
    };
    serve('/v1', 'openai');
    serve('/openai/v1', 'azure-v1');
    // Azure names the deployment in the path, or, where the API came later, in the body.
    if (api.perDeployment) serve('/openai/deployments/:deployment', 'azure-deployment');
    else serve('/openai', 'azure');
  }
  app.get('/v1/models', (c) => listModels(c, routes));
  app.notFound((c) => {
    openExchange(c, routes, '').refuse(noSuchPath(c.req.method, c.req.path));
    return RESPONSE_ALREADY_SENT;
  });
  // A client that leaves while it still uploads; there is nobody to answer.
  app.onError(() => RESPONSE_ALREADY_SENT);
  return app;
}
