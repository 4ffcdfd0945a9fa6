/**
 * Runs an isolated hosted tool: a request of its own with that tool alone, so that the model that asked keeps calling its
 * functions in parallel. Rule: faults of the service are told by their cause, never with a secret; those that may pass
 * are tried again within the tool's bounds, after the wait that the service asks for.
 */
import type { Agent } from '../definition/agent.js';
import { ToolError } from '../definition/tool-error.js';
import type { Tool } from '../definition/tool.js';
import { annotationsOf, citedText } from '../models/answer-text.js';
import { buildRequest } from '../models/build-request.js';
import type { ModelAnswer } from '../models/model.js';
import { readProviderFault } from '../models/provider-fault.js';
import { message } from '../protocol/item.js';
import { priced } from '../protocol/price.js';
import type { Usage } from '../protocol/usage.js';
import type { ModelAccess } from './call-model.js';

/** How the model that searches is told what to do; the query is all it knows of the turn. */
const INSTRUCTIONS = 'Use the tool to answer the query. Give the facts that were found, in full, and nothing else.';
/** Annotations that are kept, in bytes: they stand beside the output in one payload. */
const ANNOTATION_BYTES = 100_000;

/** What an isolated hosted tool returned. */
export class HostedAnswer {
  constructor(
    /** For the model: the text and its sources. */
    readonly text: string,
    readonly usage: Usage,
    /** For the record: as the service gave them. */
    readonly annotations: readonly unknown[],
  ) {}
}

/** The service refused, or could not be reached. */
class HostedToolError extends ToolError {
  constructor(
    told: string,
    retryable: boolean,
    /** How long the service asks to wait, in milliseconds. */
    readonly afterMs?: number,
  ) {
    super(told, { retryable });
  }
}

/** One call of an isolated hosted tool. */
export interface HostedCall {
  readonly tool: Tool;
  readonly agent: Agent;
  readonly query: string;
  readonly access: () => ModelAccess;
  readonly signal: AbortSignal;
}

/** Asks the service, by Responses, with the tool alone. Rejects with a ToolError that is fit for the model. */
export async function askHosted({ tool, agent, query, access, signal }: HostedCall): Promise<HostedAnswer> {
  const { spec, model = agent.model } = tool.asks!;
  let secrets: readonly string[] = [];
  let answer: ModelAnswer;
  try {
    const { model: service, service: origin, secrets: known } = access();
    secrets = known;
    const request = buildRequest({
      model,
      instructions: INSTRUCTIONS,
      transcript: [{ id: 'query', step: 0, item: message('user', query) }],
      tools: [{ kind: 'hosted', spec }],
      toolChoice: 'required',
      parallelToolCalls: true,
      final: false,
      to: { service: origin, model, api: 'responses' },
      settings: {},
    });
    answer = await service.call(request, { signal });
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    const { retry, afterMs, error } = readProviderFault(thrown, secrets, Date.now());
    throw new HostedToolError(`${tool.name} failed: ${error.code}: ${error.message}`, retry !== 'final', afterMs);
  }
  return hostedAnswer(tool.name, { ...answer, usage: priced(answer.usage, model, agent.prices) });
}

function hostedAnswer(name: string, { items, usage, finish }: ModelAnswer): HostedAnswer {
  const said = items.map(({ item }) => item);
  const text = citedText(said);
  // Another attempt would be asked the same and paid for again.
  if (text === '') throw new HostedToolError(`${name} failed: the service answered without a text`, false);
  const cut = finish === 'stop' ? '' : `\n\n[The answer was cut off by the service: ${finish}.]`;
  return new HostedAnswer(`${text}${cut}`, usage, bounded(annotationsOf(said)));
}

/** The first annotations that fit, and a last one that counts the others. */
function bounded(annotations: readonly unknown[]): readonly unknown[] {
  let room = ANNOTATION_BYTES;
  const fits = annotations.findIndex((each) => (room -= Buffer.byteLength(JSON.stringify(each))) < 0);
  if (fits < 0) return annotations;
  return [...annotations.slice(0, fits), { type: 'more', count: annotations.length - fits }];
}
