/**
 * Sums up the older part of a transcript by a model call of its own. Rules: it goes through the same seam, with the same
 * attempts and waits as any model call; the model gets the text of what was said and no tools, so that it can do nothing
 * but write; the worker keeps the transcript that comes of it.
 */
import { activityInfo } from '@temporalio/activity';
import type { CompactInput, CompactOutput, VainCompaction } from '../contract/compact.js';
import type { Agent } from '../definition/agent.js';
import type { AgentModel } from '../definition/model-list.js';
import { buildRequest } from '../models/build-request.js';
import { compactedEntries, cutTranscript, estimateTokens } from '../protocol/compaction.js';
import { headOf } from '../protocol/transcript.js';
import { message, textOf } from '../protocol/item.js';
import { priced } from '../protocol/price.js';
import { clipBytes } from '../protocol/size.js';
import { transcriptText } from '../protocol/transcript-text.js';
import type { Usage } from '../protocol/usage.js';
import { turnOf } from './activity-turn.js';
import { runAttempt } from './attempt.js';
import { chooseModel, failureOf, stored, type CallModelSite, type Chosen } from './call-model.js';
import { failure } from './call-failure.js';
import { newEntryId } from './entry-id.js';
import { agentMissing } from './first-call.js';
import { readProgress, type ModelProgress } from './model-progress.js';
import { transcriptFor } from './turn-source.js';

/** Bound of one attempt, in milliseconds. */
const ATTEMPT_MS = 10 * 60_000;
/** Most bytes of a summary: it stands in every request that follows. */
const SUMMARY_BYTES = 100_000;

/** The `compact` activity. */
export function compactActivity(site: Omit<CallModelSite, 'waitingAttribute' | 'toolSource'>) {
  return async (input: CompactInput): Promise<CompactOutput> => {
    const info = activityInfo();
    const agent = site.agents.get(input.agent);
    if (!agent) throw agentMissing(input, info, site.agents);
    const { compaction } = agent;
    if (!compaction) throw failure({ type: 'no_compaction', message: noCompaction(agent), nonRetryable: true });
    const models: readonly AgentModel[] = compaction.model ? [compaction.model] : agent.models;
    const progress = readProgress(info.heartbeatDetails);
    let next = progress;
    const noteProgress = (now: ModelProgress) => (next = now);
    return runAttempt({ timeoutMs: ATTEMPT_MS, details: () => next }, async (attempt) => {
      let chosen: Chosen = { model: models[0]!, another: false, secrets: [] };
      try {
        const transcript = await transcriptFor(input, site.cache, attempt.signal);
        const { older } = cutTranscript(transcript, input);
        chosen = chooseModel({ agent, site, progress }, models, transcript);
        const { model, service, secrets } = site.access(agent, chosen.model);
        chosen = { ...chosen, secrets };
        const { api, settings } = chosen.model;
        const from = { service, model: chosen.model.model, api };
        const request = buildRequest({
          model: from.model,
          instructions: compaction.instructions,
          transcript: [{ id: newEntryId(), step: 0, item: message('user', transcriptText(older)) }],
          tools: [],
          parallelToolCalls: false,
          final: true,
          to: from,
          settings,
        });
        const answer = await model.call(request, { signal: attempt.signal });
        const usage = priced(answer.usage, from.model, agent.prices);
        const said = answer.items.map(({ item }) => textOf(item)).join('');
        if (answer.finish !== 'stop') throw inVain(`gave no summary: it ended with "${answer.finish}"`, usage);
        if (said.trim() === '') throw inVain('gave no summary: it answered without a text', usage);
        const summary = { id: newEntryId(), text: clipBytes(said, SUMMARY_BYTES) };
        const after = compactedEntries(transcript, input, summary);
        if (estimateTokens(after) >= estimateTokens(transcript)) {
          throw inVain('gave a summary that is longer than what it stands for', usage);
        }
        const output = {
          ...summary,
          from,
          usage,
          before: { entries: transcript.length, tokens: input.tokens },
          after: { entries: after.length, tokens: estimateTokens(after) },
        };
        await stored(output, attempt);
        site.cache.keepTranscript(turnOf(info).runId, headOf(after), after);
        return output;
      } catch (error) {
        throw failureOf(error, { attempt, progress, info, noteProgress, endsAt: Infinity }, chosen);
      }
    });
  };
}

/** The model's answer is of no use; asked again with the same it would hardly give another. It has to be paid for. */
function inVain(what: string, usage: Usage) {
  const spent: VainCompaction = { usage };
  return failure({ type: 'no_summary', message: `the model ${what}`, nonRetryable: true, details: [spent] });
}

function noCompaction({ name }: Agent): string {
  return `agent "${name}" has no compaction on this worker: it was deployed without`;
}
