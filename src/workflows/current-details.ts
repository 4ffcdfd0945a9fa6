/**
 * The table of steps and calls, and of who decided on them, that Temporal UI shows as the workflow's current details. Pure;
 * bounded to the last steps.
 */
import { compactedText, type Compactions } from '../contract/compact.js';
import type { People } from './people.js';
import type { CallRecord, TurnState } from './turn-state.js';

const STEPS_SHOWN = 20;
const CALLS_SHOWN = 20;

/** A Markdown table of the last steps. */
export function currentDetails(state: TurnState): string {
  const first = Math.max(0, state.steps.length - STEPS_SHOWN);
  // The state holds the calls of its own run alone.
  const before = state.progress.steps - state.steps.length;
  const rows = state.steps.slice(first).flatMap((calls, i) => stepRows(before + first + i + 1, calls, state.people));
  const head = [`**${state.name}**, step ${state.progress.steps}`, ...compactedLine(state.progress.compactions)];
  return [...head, '', '| step | call | outcome |', '|---|---|---|', ...rows].join('\n');
}

function compactedLine({ made }: Pick<Compactions, 'made'> = {}): string[] {
  if (!made) return [];
  return [
    '',
    `compacted ${made.times === 1 ? 'once,' : `${made.times} times, last`} after step ${made.step}: ${compactedText(made)}`,
  ];
}

function stepRows(step: number, calls: readonly CallRecord[], people: People): string[] {
  if (calls.length === 0) return [`| ${step} | (answer) | |`];
  const rows = calls.slice(0, CALLS_SHOWN).map(({ call, result }) => {
    const note = people.approvals.noteOf(call);
    const approval = note === undefined ? '' : `, ${words(note)}`;
    return `| ${step}.${call.position} | ${cell(call.name)} | ${result?.outcome ?? people.calls.stateOf(call)}${approval} |`;
  });
  const more = calls.length - CALLS_SHOWN;
  return more > 0 ? [...rows, `| ${step} | and ${more} more | |`] : rows;
}

/** The same for what people are called: letters of any script, as in names and addresses. */
function words(text: string): string {
  return text.replace(/[^\p{L}\p{N} @._-]/gu, '_');
}

/** A model may put anything into a name; a pipe or a newline would break the table. */
function cell(text: string): string {
  return text.replace(/[^\w.-]/g, '_').slice(0, 64);
}
