/** One way to a Temporal binary, and what all ways know. */

/** The version of the Temporal CLI that is downloaded or built. */
export const CLI_VERSION = '1.5.1';

/** What a source works with. */
export interface SourceContext {
  /** Environment of the commands, and where PATH, HOME and XDG_CACHE_HOME are read. */
  readonly env: NodeJS.ProcessEnv;
  /** Gets lines for a person. */
  readonly onProgress: (line: string) => void;
}

/** A way to a binary: gives its path, or throws with the reason why it has none. Bounded in time. */
export interface BinarySource {
  /** As named in errors. */
  readonly name: string;
  find(context: SourceContext): Promise<string>;
}

/** A source has no binary. Its message is the reason, in one line. */
export class SourceUnavailable extends Error {
  override readonly name = 'SourceUnavailable';
}
