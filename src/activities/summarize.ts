/**
 * Has a model summarize a long output, in the tool's own activity. Rule: the tool has run, so nothing that goes wrong here may
 * fail the call or run it again: without a summary in time the output is cut as any other.
 */
import { buildRequest } from '../models/build-request.js';
import type { ModelAnswer } from '../models/model.js';
import { readProviderFault } from '../models/provider-fault.js';
import { cutText } from '../protocol/cut-text.js';
import type { From } from '../protocol/entry.js';
import { message, textOf } from '../protocol/item.js';
import { clip } from '../protocol/outcome-text.js';
import { priced } from '../protocol/price.js';
import type { Usage } from '../protocol/usage.js';
import { turnOf } from './activity-turn.js';
import type { ToolRun } from './run-tool.js';

/** Characters that are read of an output: its head and its tail. */
const MOST_READ = 200_000;
const ARGUMENT_CHARS = 2_000;
/** Time of the attempt that is left for recording the result, and the least that a summary is begun with. */
const SPARE_MS = 1_000;
const LEAST_MS = 2_000;

/** What a summary cost, and its text where the model gave one. */
export interface MadeSummary {
  readonly text?: string;
  readonly usage: Usage;
}

/** The summary of an output; without one the worker's log says why. @param endsAt of the attempt */
export async function summaryOf(run: ToolRun, output: string, endsAt: number): Promise<MadeSummary | undefined> {
  const { tool, agent, attempt, input, log, info } = run;
  const leftMs = endsAt - Date.now() - SPARE_MS;
  let secrets: readonly string[] = [];
  const say = (why: string) => {
    const fields = { turnId: turnOf(info).workflowId, callId: input.callId, tool: tool.name, why };
    log.tool('warn', `the output of ${tool.name} was cut instead of summarized`, fields);
    return undefined;
  };
  if (leftMs < LEAST_MS) return say("no time was left of the attempt: make the tool's timeout longer");
  try {
    const access = run.model();
    secrets = access.secrets;
    const { model = agent.model } = tool.output.summarize!;
    const answer = await access.model.call(summaryRequest(run, output, { model, service: access.service }), {
      signal: AbortSignal.any([attempt.signal, AbortSignal.timeout(leftMs)]),
    });
    const usage = priced(answer.usage, model, agent.prices);
    const text = readSummaryAnswer(answer);
    if (text === undefined) say(`the model answered without a text (${answer.finish})`);
    return { usage, ...(text !== undefined && { text }) };
  } catch (thrown) {
    const { error } = readProviderFault(thrown, secrets, Date.now());
    return say(clip(`${error.code}: ${error.message}`, 300));
  }
}

function summaryRequest({ tool, agent, input }: ToolRun, output: string, { model, service }: Omit<From, 'api'>) {
  const { instructions } = tool.output.summarize!;
  const { text, cut } = cutText(output, { chars: MOST_READ });
  const args = clip(JSON.stringify(input.args) ?? '', ARGUMENT_CHARS);
  const told = `Tool: ${tool.name}\nArguments: ${args}\nOutput (${output.length} characters${cut > 0 ? ', cut in the middle' : ''}):\n${text}`;
  return buildRequest({
    model,
    instructions,
    transcript: [{ id: 'output', step: 0, item: message('user', told) }],
    tools: [],
    parallelToolCalls: true,
    final: false,
    to: { service, model, api: agent.api },
    settings: {},
  });
}

function readSummaryAnswer({ items, finish }: ModelAnswer): string | undefined {
  const text = items.map(({ item }) => textOf(item)).join('');
  return finish === 'content_filter' || text.trim() === '' ? undefined : text;
}
