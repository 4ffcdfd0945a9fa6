/** A reply as output items of the Responses API. Pure. */
import type { Item } from '../protocol/item.js';
import { mintedId } from './minted-id.js';
import type { AnswerContext } from './model-api.js';
import { writtenArguments, type Reply, type ScriptedCall } from './reply.js';
import type { ResponsesRequest } from './responses-request.js';

function reasoningItem({ reasoning }: Reply, request: ResponsesRequest, { number }: AnswerContext): Item[] {
  if (!reasoning) return [];
  const id = mintedId('rs_', number);
  const summary = reasoning.summary === undefined ? [] : [{ type: 'summary_text', text: reasoning.summary }];
  const included = Array.isArray(request.include) && request.include.includes('reasoning.encrypted_content');
  // The real one answers with a text that only it can read; that it is there is what a client has to keep.
  const encrypted = reasoning.encrypted ?? Buffer.from(`encrypted ${id}`).toString('base64');
  return [{ id, type: 'reasoning', summary, ...(included && { encrypted_content: encrypted }) }];
}

function messageItem({ text, refusal, annotations }: Reply, number: number, status: string): Item[] {
  const content = [
    ...(text === undefined ? [] : [{ type: 'output_text', annotations: annotations ?? [], logprobs: [], text }]),
    ...(refusal === undefined ? [] : [{ type: 'refusal', refusal }]),
  ];
  if (content.length === 0) return [];
  return [{ id: mintedId('msg_', number), type: 'message', status, content, role: 'assistant' }];
}

function callItem(call: ScriptedCall, number: number, place: number, status: string): Item {
  const { id = mintedId('call_', number, place), name } = call;
  const text = writtenArguments(call);
  if (call.custom) {
    return { id: mintedId('ctc_', number, place), type: 'custom_tool_call', status, call_id: id, input: text, name };
  }
  return { id: mintedId('fc_', number, place), type: 'function_call', status, arguments: text, call_id: id, name };
}

/** Whether the model was stopped before it had ended. */
export function isCut({ finishReason }: Reply): boolean {
  return finishReason === 'length' || finishReason === 'content_filter';
}

/** The output of a reply: reasoning, what the service ran, text, calls; or the items that the script wrote itself. */
export function outputItems(reply: Reply, request: ResponsesRequest, context: AnswerContext): Item[] {
  if (reply.items) return [...reply.items];
  const { number } = context;
  const calls = reply.calls ?? [];
  const cut = isCut(reply);
  // The item at which the model was stopped is the last one.
  const lastCall = (place: number): string => (cut && place === calls.length - 1 ? 'incomplete' : 'completed');
  return [
    ...reasoningItem(reply, request, context),
    ...(reply.hosted ?? []),
    ...messageItem(reply, number, cut && calls.length === 0 ? 'incomplete' : 'completed'),
    ...calls.map((call, place) => callItem(call, number, place, lastCall(place))),
  ];
}
