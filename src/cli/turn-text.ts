/** What a person is told of a turn's end and of its calls. Pure; every text is safe to print. */
import { compactedText } from '../contract/compact.js';
import { countRepairs } from '../contract/repair.js';
import type { TurnResult, TurnTotals } from '../contract/turn.js';
import { printable } from '../history/printable.js';
import type { ApprovalVerdict } from '../history/turn-event.js';
import type { CompactionView, TurnView } from '../history/turn-view.js';
import { duration } from '../history/waterfall.js';
import { OUTCOMES } from '../protocol/outcome.js';

const MOST_COLUMNS = 2_000;
const LINE_COLUMNS = 160;
/** Ids are copied, so they are whole. */
const ID_COLUMNS = 400;
const COMPACTIONS_SHOWN = 10;

/** The answer as text: an agent with a structured output gives JSON. undefined when there is none. */
export function answerText(result: TurnResult<unknown>): string | undefined {
  if (!('output' in result) || result.output === undefined) return undefined;
  return typeof result.output === 'string' ? result.output : JSON.stringify(result.output, null, 2);
}

/** `completed`, `limit reached: steps`, `failed: code: message` or `cancelled`. */
export function outcomeText(result: TurnResult<unknown>): string {
  switch (result.outcome) {
    case 'limit':
      return `limit reached: ${result.limit}`;
    case 'failed':
      return printable(`failed: ${result.error.code}: ${result.error.message}`, MOST_COLUMNS);
    default:
      return result.outcome;
  }
}

/**
 * `2 steps · 4 calls: 3 ok, 1 error · 1234 tokens`. `open` is set while the turn runs: how many of its calls have no
 * result yet.
 */
export function totalsText({ steps, counts, usage, repairs, agentChanged, below }: TurnTotals, open?: number): string {
  const kinds = OUTCOMES.filter((outcome) => counts[outcome]).map((outcome) => `${counts[outcome]} ${outcome}`);
  if (open) kinds.push(`${open} open`);
  const calls = OUTCOMES.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), open ?? 0);
  const none = open === undefined ? 'no calls' : 'no calls yet';
  return [
    counted(steps, 'step'),
    calls === 0 ? none : `${counted(calls, 'call')}: ${kinds.join(', ')}`,
    ...(below ? [`${counted(below.turns, 'turn')} of sub-agents`] : []),
    counted(usage.totalTokens, 'token'),
    ...(usage.cost === undefined ? [] : [`cost ${Number(usage.cost.toFixed(6))}`]),
    ...(repairs ? [counted(countRepairs(repairs), 'repair')] : []),
    ...(agentChanged ? [`${counted(agentChanged, 'model call')} by a changed agent`] : []),
  ].join(' · ');
}

/** What a call failed with, after its outcome's name: the texts for the model often begin with `Error: `. */
export function troubleText(output = ''): string {
  return output.replace(/^(Error|Interrupted|Skipped|Denied): /, '');
}

/** A line for each call that did not end well, and for what open activities last failed with. */
export function troubleLines(view: TurnView): string[] {
  return view.steps.flatMap((step) => [
    ...(step.state !== 'done' && step.lastFailure
      ? [printable(`${step.step} model, attempt ${step.attempts}: ${step.lastFailure}`, LINE_COLUMNS)]
      : []),
    ...step.calls.flatMap((call) => {
      // Why a person said no stands beside who did.
      if (call.outcome === 'denied' && call.approval?.decided) return [];
      const why =
        call.outcome === undefined ? call.lastFailure : call.outcome === 'ok' ? undefined : troubleText(call.output);
      if (why === undefined) return [];
      const state = call.outcome ?? `attempt ${call.attempts}`;
      return [printable(`${call.step}.${call.position} ${call.name} ${state}: ${why}`, LINE_COLUMNS)];
    }),
  ]);
}

/** A line for each call that a person was asked about, or is: what became of it, or how to answer. */
export function approvalLines(view: Pick<TurnView, 'calls' | 'approvals'>): string[] {
  const waiting = new Set(view.approvals.map(({ approvalId }) => approvalId));
  return view.calls.flatMap(({ step, position, name, approval }) => {
    if (!approval) return [];
    const { approvalId, why, decided } = approval;
    const head = `${step}.${position} ${name}`;
    if (decided) return [printable(`${head} ${decidedText(decided)}`, LINE_COLUMNS)];
    if (!waiting.has(approvalId)) return [];
    const because = why === undefined ? [] : [printable(`${head}: ${why}`, LINE_COLUMNS)];
    return [printable(`${head} waits for a person: ${approvalId}`, ID_COLUMNS), ...because];
  });
}

/** Who decided on a call, and how. */
export function decidedText({ verdict, decidedBy, by, reason, args }: ApprovalVerdict): string {
  const who = decidedBy === 'deadline' ? 'its deadline' : (by ?? 'a person');
  const changed = args === undefined ? '' : `, with ${JSON.stringify(args)}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  return `${verdict === 'approve' ? 'approved' : 'denied'} by ${who}${changed}${why}`;
}

/** A line for each call that is a turn of its own: its id, whole, to be shown or followed, and how it went up to `now`. */
export function subTurnLines(view: Pick<TurnView, 'calls'>, now: number): string[] {
  return view.calls.flatMap(({ step, position, name, turnId, outcome = 'running', usage, ...call }) => {
    if (turnId === undefined) return [];
    const { scheduledAt = now, endedAt = now } = call;
    const used = usage ? `, ${counted(usage.totalTokens, 'token')}` : '';
    const went = `${outcome}, ${duration(endedAt - scheduledAt)}${used}`;
    return [printable(`${step}.${position} ${name} is turn ${turnId}: ${went}`, MOST_COLUMNS)];
  });
}

/** A line for each repair of the turn's answers, by step. */
export function repairLines(view: Pick<TurnView, 'steps'>): string[] {
  return view.steps.flatMap(({ step, repairs }) =>
    (repairs ?? []).map(({ kind, callId, detail }) =>
      printable(`${step} mended ${kind}${callId === undefined ? '' : ` ${callId}`}: ${detail}`, LINE_COLUMNS),
    ),
  );
}

/** A line for each of the last compactions, and for how many there were before them. */
export function compactionLines({ compactions = [] }: Pick<TurnView, 'compactions'>): string[] {
  const shown = compactions.slice(-COMPACTIONS_SHOWN);
  const more = compactions.length - shown.length;
  const lines = shown.map((each) => printable(`${each.step} ${compactionText(each)}`, LINE_COLUMNS));
  return more > 0 ? [`${counted(more, 'compaction')} before these`, ...lines] : lines;
}

function compactionText({ state, before, after, failure }: CompactionView): string {
  if (before && after) return `compacted: ${compactedText({ before, after })}`;
  return failure === undefined ? `compaction ${state}` : `compaction failed: ${failure}`;
}

/** Where a turn comes from, if not from a plain start, and what of it is no longer there: a line each. */
export function originLines({
  forkOf,
  schedule,
  earlier,
}: Pick<TurnView, 'forkOf' | 'schedule' | 'earlier'>): string[] {
  return [
    ...(earlier ? [`the runs of steps 1 to ${earlier.steps} were deleted`] : []),
    ...(forkOf ? [printable(`forked from turn ${forkOf.turnId} at step ${forkOf.step}`, LINE_COLUMNS)] : []),
    ...(schedule === undefined ? [] : [printable(`started by schedule ${schedule}`, LINE_COLUMNS)]),
  ];
}

/** A number of things, e.g. `2 errors`. */
export function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
