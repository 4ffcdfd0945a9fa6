/**
 * A mistake in a definition. Rule: it is refused when defining, never in the middle of a turn, and the error says what
 * was defined, which option is wrong, the value it has, what was expected and how to mend it.
 */
import { boundedText } from './bounded-text.js';
import { nearest } from './nearest.js';
import { printedValue } from './printed-value.js';

/** What a {@link DefinitionError} is built from. */
export interface DefinitionFault {
  /** What was being defined. */
  readonly kind: 'tool' | 'hosted tool' | 'MCP server' | 'agent' | 'agents';
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
  /** There is no such option: its own name without the path, and those that there are. The value is not printed. */
  readonly stray?: { readonly key: string; readonly known: readonly string[] };
}

/** Thrown by `defineTool`, `remoteTool`, `hostedTool`, `mcpServer`, `defineAgent` and `checkAgents`. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
  readonly kind: DefinitionFault['kind'];
  /** Name of the tool, server or agent; undefined when it has none or a bad one. */
  readonly defined: string | undefined;
  /** Path of the wrong option. */
  readonly option: string;
  /** The value that was given; undefined for one that may be a secret. */
  readonly value: unknown;
  readonly expected: string;
  readonly fix: string | undefined;
  /** The message without the fix. */
  readonly problem: string;

  constructor(fault: DefinitionFault) {
    const what = fault.name === undefined ? fault.kind : `${fault.kind} ${printedValue(fault.name)}`;
    const { problem, fix, message } = fault.stray ? strayTexts(fault.option, fault.stray) : valueTexts(fault);
    super(`${what}: ${message}`);
    this.kind = fault.kind;
    this.defined = fault.name;
    this.option = fault.option;
    this.value = fault.hidden || fault.stray ? undefined : fault.value;
    this.expected = fault.expected;
    this.fix = fix;
    this.problem = `${what}: ${problem}`;
  }
}

interface Texts {
  readonly problem: string;
  readonly fix: string | undefined;
  readonly message: string;
}

function valueTexts(fault: DefinitionFault): Texts {
  const { fix } = fault;
  const value = fault.hidden ? 'not printed, as it may be a secret' : `got ${printedValue(fault.value)}`;
  const expected = boundedText(fault.expected.replace(/\s+/g, ' '), 1_000);
  const problem = `${boundedText(fault.option, 200)}: expected ${expected}, ${value}`;
  return { problem, fix, message: fix === undefined ? problem : `${problem}. ${fix}` };
}

/** Its name says what is wrong; the value may be a key under any name (`apiKey`, `token`, …). */
function strayTexts(option: string, { key, known }: NonNullable<DefinitionFault['stray']>): Texts {
  const path = option.slice(0, option.length - key.length);
  const options = `The options${path && ` of ${path.slice(0, -1)}`} are ${known.join(', ')}`;
  const problem = `there is no option ${printedValue(option)}`;
  const near = nearest(key, known);
  if (near === undefined) return { problem, fix: `${options}.`, message: `${problem}. ${options}` };
  const meant = `${path}${near}`;
  return {
    problem,
    fix: `Write ${meant}. ${options}.`,
    message: `${problem}; did you mean ${printedValue(meant)}? ${options}`,
  };
}
