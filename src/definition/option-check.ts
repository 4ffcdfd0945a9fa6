/**
 * Checks of single options, each refused by a DefinitionError that prints the value, unless it may be a secret. One
 * object for one definition.
 */
import { DefinitionError, type DefinitionFault } from './definition-error.js';
import { milliseconds, printedDuration } from './duration.js';

/** Form that model services demand of a tool's name (Chat Completions: `^[a-zA-Z0-9_-]+$`, at most 64 characters). */
const NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** A fault without what the check itself knows. */
type Fault = Omit<DefinitionFault, 'kind' | 'name'>;

/** Bounds of a numeric option, both included. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Checks the options of one tool or agent. */
export class OptionCheck {
  constructor(
    readonly kind: DefinitionFault['kind'],
    readonly name: string | undefined,
    readonly prefix = '',
  ) {}

  /** Starts the check of a definition by the form of its options, the names of these and its own name. */
  static of(kind: 'tool' | 'agent' | 'MCP server', options: unknown, known: readonly string[]): OptionCheck {
    const name: unknown =
      typeof options === 'object' && options !== null && 'name' in options ? options.name : undefined;
    const named = typeof name === 'string' && NAME.test(name);
    const check = new OptionCheck(kind, named ? name : undefined);
    check.known('options', options, known);
    return named ? check : check.refuse({ option: 'name', value: name, expected: '1 to 64 letters, digits, _ or -' });
  }

  /** The same check for options that stand under another one, e.g. `models[1]`. */
  under(option: string): OptionCheck {
    return new OptionCheck(this.kind, this.name, `${this.prefix}${option}.`);
  }

  /** Throws a {@link DefinitionError}. */
  refuse(fault: Fault): never {
    throw new DefinitionError({ kind: this.kind, name: this.name, ...fault, option: `${this.prefix}${fault.option}` });
  }

  /** Refuses what is no object and options that don't exist: a misspelt one would be silently without effect. */
  known(option: string, value: unknown, names: readonly string[]): void {
    if (value === undefined && option !== 'options') return;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      // A text in place of the provider or of all options is often a pasted key.
      const shown = option === 'provider' || typeof value === 'string' ? { hidden: true as const } : { value };
      this.refuse({ option, ...shown, expected: `an object with ${names.join(', ')}` });
    }
    const stray = Object.keys(value).find((key) => !names.includes(key));
    if (stray === undefined) return;
    const path = option === 'options' ? stray : `${option}.${stray}`;
    this.refuse({ option: path, expected: `one of ${names.join(', ')}`, stray: { key: stray, known: names } });
  }

  /** A positive duration in milliseconds. */
  duration(option: string, value: unknown, max: number): number {
    const read = milliseconds(value);
    if (read !== undefined && read > 0 && read <= max) return read;
    const expected = `a duration over 0 and at most ${printedDuration(max)}, as milliseconds or a text like "30s"`;
    return this.refuse({ option, value, expected });
  }

  /** A number within bounds. */
  number(option: string, value: unknown, { min, max }: Bounds): number {
    if (typeof value === 'number' && value >= min && value <= max) return value;
    return this.refuse({ option, value, expected: `a number from ${min} to ${max}` });
  }

  /** A number over 0, of at most `max`. */
  positive(option: string, value: unknown, max: number): number {
    if (typeof value === 'number' && value > 0 && value <= max) return value;
    return this.refuse({ option, value, expected: `a number over 0 and at most ${max}` });
  }

  /** A whole number within bounds. */
  integer(option: string, value: unknown, { min, max }: Bounds): number {
    if (Number.isInteger(value)) return this.number(option, value, { min, max });
    return this.refuse({ option, value, expected: `a whole number from ${min} to ${max}` });
  }

  /** A well-formed text that isn't blank, of at most `max` characters. */
  text(option: string, value: unknown, max: number): string {
    if (typeof value === 'string' && value.trim() !== '' && value.length <= max) return this.wellFormed(option, value);
    return this.refuse({ option, value, expected: `a text of 1 to ${max} characters` });
  }

  /** A text without half characters: UTF-8 can't hold them, and what decodes the bytes fails far from here. */
  wellFormed(option: string, value: string): string {
    if (value.isWellFormed()) return value;
    return this.refuse({ option, value, expected: 'well-formed text, without lone surrogates' });
  }

  /** A boolean. */
  boolean(option: string, value: unknown): boolean {
    return typeof value === 'boolean' ? value : this.refuse({ option, value, expected: 'true or false' });
  }

  /** One of a few texts. */
  oneOf<const Choice extends string>(option: string, value: unknown, choices: readonly Choice[]): Choice {
    const choice = choices.find((each) => each === value);
    return choice ?? this.refuse({ option, value, expected: choices.map((each) => `'${each}'`).join(' or ') });
  }

  /** A function, or nothing. */
  optionalFunction(option: string, value: unknown): void {
    if (value !== undefined && typeof value !== 'function') this.refuse({ option, value, expected: 'a function' });
  }
}
