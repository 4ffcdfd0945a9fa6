/** What goes wrong between a caller and the Temporal server. Every message says what to do; none holds a credential. */

/** No Temporal server answered in time. */
export class ServerUnreachableError extends Error {
  override readonly name = 'ServerUnreachableError';

  constructor(
    /** `host:port` that was tried. */
    readonly address: string,
    readonly waitedMs: number,
    options?: ErrorOptions,
  ) {
    super(
      `no Temporal server answers at ${address} (waited ${waitedMs / 1000} s): start one, e.g. with \`everycall dev AGENTS_FILE\`, or set TEMPORAL_ADDRESS`,
      options,
    );
  }
}

/** The server answered and refused: credentials, permissions, or a proxy that is no Temporal server. */
export class ServerRefusedError extends Error {
  override readonly name = 'ServerRefusedError';

  constructor(
    readonly address: string,
    /** The server's own words. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`the server at ${address} refused the connection: ${reason}`, options);
  }
}

/** The configuration of the connection (TEMPORAL_* variables or Temporal's configuration file) can't be read. */
export class ConnectConfigError extends Error {
  override readonly name = 'ConnectConfigError';

  constructor(reason: string, options?: ErrorOptions) {
    super(`the configuration of the connection to Temporal can't be read: ${reason}`, options);
  }
}

/** The client was closed while it was asked for something, or before. */
export class ClientClosedError extends Error {
  override readonly name = 'ClientClosedError';

  constructor() {
    super(
      'the client was closed while it was in use: what it started goes on without it; to read that, connect again and attach with `turn(turnId)`',
    );
  }
}
