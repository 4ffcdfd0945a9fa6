/** What may go wrong before the embedded server answers. Each error is built from data and its message is one line. */

/** Why one way to a Temporal binary did not lead to one. */
export interface FailedSource {
  readonly source: string;
  readonly reason: string;
}

/** No way led to a Temporal binary. Lists each way that was tried with its reason, and what to do. */
export class NoTemporalBinaryError extends Error {
  override readonly name = 'NoTemporalBinaryError';
  constructor(readonly tried: readonly FailedSource[]) {
    super(
      `no Temporal CLI found: ${tried.map((failed) => `${failed.source}: ${failed.reason}`).join('; ')}. ` +
        'Install the Temporal CLI (https://docs.temporal.io/cli) so that "temporal" is on PATH, or install Go and try again',
    );
  }
}

/** What a port of the embedded server is for, and the option of `everycall dev` that moves it. */
export type PortUse = 'port' | 'uiPort';

const USES: Readonly<Record<PortUse, { readonly what: string; readonly flag: string }>> = {
  port: { what: 'Temporal', flag: '--port' },
  uiPort: { what: 'Temporal UI', flag: '--ui-port' },
};

/** The port is taken, or may not be used by this process. */
export class PortBusyError extends Error {
  override readonly name = 'PortBusyError';
  constructor(
    readonly port: number,
    readonly use: PortUse,
    readonly code: string,
  ) {
    const { what, flag } = USES[use];
    super(
      `port ${port} for ${what} can't be used (${code}): stop what listens on 127.0.0.1:${port}, or choose another port with ${flag}`,
    );
  }
}

/** The server process ended before it answered, or did not answer in time. */
export class ServerStartError extends Error {
  override readonly name = 'ServerStartError';
  constructor(
    readonly why: string,
    /** The last lines that the process wrote, oldest first. */
    readonly lastLines: readonly string[],
    options?: ErrorOptions,
  ) {
    const said = lastLines.length === 0 ? 'it printed nothing' : `it printed: ${lastLines.join(' | ')}`;
    super(`the Temporal server did not start: ${why}; ${said}`, options);
  }
}

/** An option of the embedded server is not usable. */
export class ServerOptionError extends TypeError {
  override readonly name = 'ServerOptionError';
  constructor(
    readonly option: string,
    readonly value: unknown,
    readonly expected: string,
  ) {
    super(`option ${option} of the embedded server must be ${expected}, got ${JSON.stringify(value)}`);
  }
}
