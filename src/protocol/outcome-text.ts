/** What the model is told when a call did not simply return. Rule: the text is true, and says what is not known. */
import { wellFormed } from './well-formed.js';

/**
 * The call was not run: no tool has this name, or the tool that has it is no other than a function. `names` are the tools
 * that exist.
 */
export function noToolText({ kind, name }: { kind: string; name: string }, names: readonly string[]): string {
  const shown = `"${clip(name, 100)}"`;
  if (kind !== 'function_call' && names.includes(name)) {
    return `Error: ${shown} is a function and can't be run by a ${clip(kind, 100)}. Call it by a function call with a JSON object as its arguments. The call was not run.`;
  }
  const known = names.length > 0 ? `The tools that exist are: ${names.join(', ')}.` : 'No tools exist.';
  return `Error: there is no tool named ${shown}. ${clip(known, 2_000)} The call was not run.`;
}

/** The call was not run: its arguments are not JSON or don't fit the schema. `fix` says what is wrong. */
export function invalidArgumentsText(fix: string): string {
  return `Error: the arguments are not valid, so the call was not run. ${clip(fix, 1_000)}`;
}

/** The call was not run: the answer that holds it was cut off. */
export function cutCallText(by: 'length' | 'content_filter'): string {
  const where = by === 'length' ? 'at its length limit' : "by the service's content filter";
  return `Error: the answer was cut off ${where}, so the arguments may be incomplete and the call was not run.`;
}

/** The turn or the call was cancelled. */
export function cancelledText(mayHaveStarted: boolean): string {
  return mayHaveStarted
    ? 'Cancelled before it finished. It may have started and taken effect.'
    : 'Cancelled before it started. It had no effect.';
}

/** A person said no. */
export function deniedText(reason: string): string {
  const why = clip(reason.trim(), 2_000);
  if (why === '') return 'Denied by a person. The call was not run.';
  return `Denied by a person: ${why}${/[\p{P}]$/u.test(why) ? '' : '.'} The call was not run.`;
}

/** Nobody said yes in time. */
export function undecidedText(): string {
  return 'Denied: nobody approved it in time. The call was not run.';
}

const EDITED_BEGINS = 'A person changed the arguments of your call';

/** A person said yes to other arguments than the model's. */
export function editedText({ name, callId }: { name: string; callId: string }, args: unknown): string {
  const ran = clip(JSON.stringify(args), 2_000);
  return `${EDITED_BEGINS} ${clip(callId, 100)} of ${clip(name, 100)} before it ran. It ran with: ${ran}`;
}

/** Whether a text says that arguments were changed: it stands in a user message, though no user said it. */
export function isEditedText(text: string): boolean {
  return text.startsWith(EDITED_BEGINS);
}

/** A limit of the turn was reached before the call could start. */
export function skippedText(limit: string): string {
  return `Skipped: the turn's limit of ${limit} was reached before the call could start. It had no effect.`;
}

/** The model has asked for the same call `steps` steps in a row, so it was not run again. */
export function repeatedText(name: string, steps: number): string {
  return `Skipped: this is step ${steps} in a row that asks for "${clip(name, 100)}" with the same arguments, so it was not run again. Its earlier results stand above. Use them, call it with other arguments, do something else, or give your answer and say what is missing.`;
}

/** The turn goes on by another agent. */
export function handedOverText(agent: string): string {
  return `Handed over to the agent "${agent}", which goes on from here.`;
}

/** The answer hands the turn over twice. */
export function notHandedOverText(to: string): string {
  return `Skipped: an earlier call of the same answer hands the turn over to the agent "${to}". It had no effect.`;
}

/** The turn of a sub-agent was ended by force. */
export function terminatedText(): string {
  return "Interrupted: the agent's turn was terminated before it ended. What it had done until then may have taken effect.";
}

/** The turn of a sub-agent can't be started: another turn has its id. */
export function subTurnTakenText(turnId: string): string {
  return `Error: the agent could not be asked, since another turn "${clip(turnId, 300)}" is running. It was not started.`;
}

/** The turn of a sub-agent can't be started: too much goes along. Bytes of JSON. */
export function subTurnTooLargeText({ bytes, most }: { readonly bytes: number; readonly most: number }): string {
  return `Error: the question and the context that goes along are ${bytes} bytes, and the agent's turn can begin with at most ${most}. It was not started. Ask with less.`;
}

/** The turn of a sub-agent ran into the time limit of its workflow. */
export function subTurnTimedOutText(): string {
  return "Error: timed out, the agent's turn ran into its time limit. What it had done until then may have taken effect.";
}

/** The worker was lost while the tool ran, and the tool must not run twice. */
export function interruptedText(): string {
  return 'Interrupted: its worker was lost or fell silent while it ran, and it must not run twice. It may or may not have taken effect.';
}

/** The call waited for a worker until its bound. */
export function neverStartedText(): string {
  return 'Error: timed out waiting for a worker; the call was never started and had no effect.';
}

/** An attempt ran, and the next one waited for a worker until its bound. */
export function notRetriedText(): string {
  return 'Error: timed out waiting for a worker to try again. An earlier attempt ran, so it may have taken effect.';
}

/** Workers were lost in every attempt. */
export function workerLostText(): string {
  return 'Error: timed out, its worker was lost or fell silent in each attempt. It may have taken effect.';
}

/** An attempt's or the whole call's time ran out; `last` is the last error, if there was one. */
export function deadlineText(last: string | undefined): string {
  return last
    ? `Error: timed out before another attempt could be made. The last error was: ${clip(last, 1_000)}`
    : 'Error: timed out before it finished. It may have taken effect.';
}

/** The first `most` characters of a text, with an ellipsis where it was cut; always well formed. */
export function clip(value: string, most: number): string {
  return wellFormed(value.length <= most ? value : `${value.slice(0, most - 1)}…`);
}
