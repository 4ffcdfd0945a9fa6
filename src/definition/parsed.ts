/** The answers of a schema. Types only. */

/** Arguments as a tool gets them, or what to tell the model: a line a fault, at most 1,000 characters. */
export type ParsedArguments =
  { readonly ok: true; readonly args: unknown } | { readonly ok: false; readonly message: string };

/** A context as its schema gives it, or what is wrong with it: a line a fault, at most 1,000 characters. */
export type ParsedContext =
  { readonly ok: true; readonly context: unknown } | { readonly ok: false; readonly message: string };

/** A value as its schema gives it, or the text about its faults. */
type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** Checks a value that is called `root` in the text about its faults. Never throws. */
export type Parse = (value: unknown, root: string) => Promise<Parsed>;

/** A schema as it is read: as sent to the service, and as a check. */
export interface ReadSchema {
  readonly jsonSchema: Record<string, unknown>;
  readonly parse: Parse;
}

/** The schema of a structured answer as it is read. */
export interface ReadOutput extends ReadSchema {
  /** The service is asked to hold the model to it; otherwise it is shown to the model alone. */
  readonly strict: boolean;
}
