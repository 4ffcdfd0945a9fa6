/**
 * A mistake in a definition. Rule: it is refused when defining, never in the middle of a turn, and the error says what
 * was defined, which option is wrong, the value it has, what was expected and how to mend it.
 */
import { boundedText } from './bounded-text.js';
import { printedValue } from './printed-value.js';

/** What a {@link DefinitionError} is built from. */
export interface DefinitionFault {
  /** What was being defined. */
  readonly kind: 'tool' | 'hosted tool' | 'agent' | 'agents';
  /** Its name as given; undefined when that is what is wrong. */
  readonly name: string | undefined;
  /** Path of the option, e.g. `retry.maximumAttempts`. */
  readonly option: string;
  /** The value that was given. Leave it out (set `hidden`) when it may be a secret. */
  readonly value?: unknown;
  /** The value may be a secret: it is neither kept nor printed. */
  readonly hidden?: true;
  /** What would have been right. */
  readonly expected: string;
  /** What to do, when that isn't plain from `expected`. */
  readonly fix?: string;
}

/** Thrown by `defineTool`, `hostedTool`, `defineAgent` and `checkAgents`. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
  readonly kind: DefinitionFault['kind'];
  /** Name of the tool or agent; undefined when it has none or a bad one. */
  readonly defined: string | undefined;
  /** Path of the wrong option. */
  readonly option: string;
  /** The value that was given; undefined for one that may be a secret. */
  readonly value: unknown;
  readonly expected: string;
  readonly fix: string | undefined;

  constructor(fault: DefinitionFault) {
    const what = fault.name === undefined ? fault.kind : `${fault.kind} ${printedValue(fault.name)}`;
    const value = fault.hidden ? 'not printed, as it may be a secret' : `got ${printedValue(fault.value)}`;
    const fix = fault.fix === undefined ? '' : `. ${fault.fix}`;
    const expected = boundedText(fault.expected.replace(/\s+/g, ' '), 1_000);
    super(`${what}: ${boundedText(fault.option, 200)}: expected ${expected}, ${value}${fix}`);
    this.kind = fault.kind;
    this.defined = fault.name;
    this.option = fault.option;
    this.value = fault.hidden ? undefined : fault.value;
    this.expected = fault.expected;
    this.fix = fault.fix;
  }
}
