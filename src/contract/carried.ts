/**
 * What a turn takes along into its next run. Rule: an open run never depends on a closed one, so that all which the turn
 * still needs stands here, or is adopted into the new run before its first model call. Ids, step numbers and keys go on.
 */
import type { AgentPolicy } from '../definition/policy.js';
import type { Entry } from '../protocol/entry.js';
import type { Said } from '../protocol/said.js';
import type { ToolResult } from '../protocol/tool-result.js';
import type { Mark } from '../protocol/transcript.js';
import type { Before } from './adopt.js';
import type { Progress } from './progress.js';

/** The state of a turn between two steps; JSON. */
export interface Carried {
  /** Number of the run that this begins, from 2. */
  readonly run: number;
  readonly progress: Progress;
  /** What the turn runs by, its own limits included. */
  readonly agent: AgentPolicy;
  /**
   * The transcript as the model is sent it. Where it is too large for the run's start: up to the last answer, to be adopted
   * from the run before; the `tail` follows.
   */
  readonly transcript: Before;
  /** Results of the last answer's calls, and what the turn said after it. */
  readonly tail?: readonly Entry[];
  /** How many of its entries, from the first one on, the turn itself went on from; absent when it went on from none. */
  readonly before?: number;
  /** Length and head of the transcript that the last answer ended. */
  readonly after: Mark;
  /** Results that the turn itself made in its last step: they stand nowhere else in history. */
  readonly own?: readonly ToolResult[];
  /** What was said to the model since its last answer. */
  readonly said?: readonly Said[];
}
