/** What a call says: its tool's name and its arguments, in either API. Pure. */
import { isGiven, type Json } from '../../testing/json.js';
import { missing, nameRefusal, wrongType } from '../../testing/rules/wording.js';
import type { Report } from '../report.js';
import type { Api } from '../service.js';

/** Characters of a name that services refuse (row C7). */
const REFUSED = /[^a-zA-Z0-9_-]/g;
/** Characters of a name: 64 in Chat Completions, 128 in Responses. Source: openai/openai-openapi v2.3.0. */
export const MOST_NAME: Readonly<Record<Api, number>> = { chat: 64, responses: 128 };

/** Where a call stands and which call it is. */
export interface CallPlace {
  readonly at: string;
  readonly callId?: string;
  readonly api: Api;
}

/** A function call's body with a good name, and arguments that are text. */
export function functionBody(body: Json, place: CallPlace, report: Report): Json {
  return withText(withName(body, place, report), 'arguments', place, report);
}

/** A custom call's body: its input is text. */
export function customBody(body: Json, place: CallPlace, report: Report): Json {
  return withText(withName(body, place, report), 'input', place, report);
}

function withName(body: Json, { at, callId, api }: CallPlace, report: Report): Json {
  const refusal = nameRefusal(`${at}.name`, body.name, MOST_NAME[api]);
  if (!refusal) return body;
  const found = { code: 'bad_name', at, ...(callId !== undefined && { callId }), service: refusal.message } as const;
  if (typeof body.name !== 'string' || body.name === '') {
    report.find({ ...found, message: 'the call has no name', fix: 'left as it is: only you can know the name' });
    return body;
  }
  const name = body.name.replace(REFUSED, '_').slice(0, MOST_NAME[api]);
  report.mended({
    ...found,
    tool: body.name,
    message: `the name ${JSON.stringify(body.name)} has a form that services refuse`,
    fix: `written as "${name}"; name the tool so, too`,
  });
  return { ...body, name };
}

function withText(body: Json, field: 'arguments' | 'input', { at, callId }: CallPlace, report: Report): Json {
  const value = body[field];
  const found = { code: 'bad_arguments', at, ...(callId !== undefined && { callId }) } as const;
  const tool = typeof body.name === 'string' ? { tool: body.name } : {};
  if (typeof value !== 'string') {
    const text = isGiven(value) ? JSON.stringify(value) : field === 'input' ? '' : '{}';
    const path = `${at}.${field}`;
    const service = value === undefined ? missing('', path) : wrongType('', path, 'a string', value);
    const message = isGiven(value) ? `${field} is no text: it must be JSON as a text` : `the call has no ${field}`;
    report.mended({
      ...found,
      ...tool,
      message,
      service: service.message,
      fix: `written as ${cut(JSON.stringify(text))}`,
    });
    return { ...body, [field]: text };
  }
  if (field === 'input') return body;
  if (value.trim() === '') {
    const message = 'the arguments are an empty text, which is no JSON; OpenAI takes it, others may not';
    report.mended({ ...found, ...tool, severity: 'warning', message, fix: 'written as "{}"' });
    return { ...body, arguments: '{}' };
  }
  const fault = jsonProblem(value);
  if (fault !== undefined) {
    report.find({
      ...found,
      ...tool,
      severity: 'warning',
      message: `the arguments ${fault}; OpenAI takes them as they are, others may not: ${cut(value)}`,
      fix: 'left as they are: what the model wrote is not changed',
    });
  }
  return body;
}

function jsonProblem(text: string): string | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'are no JSON object';
  } catch {
    return 'are no JSON';
  }
}

const MOST_SHOWN = 80;

function cut(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN - 1)}…`;
}
