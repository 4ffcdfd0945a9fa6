/**
 * Whether this process records its exchanges with model services, or answers from a recording: `EVERYCALL_RECORD=DIR` or
 * `EVERYCALL_REPLAY=DIR`. Rule: a folder that can't be used is refused when the worker starts, in one line.
 */

/** Environment variables that ask for it; each holds a folder. */
export const RECORD_VARIABLE = 'EVERYCALL_RECORD';
export const REPLAY_VARIABLE = 'EVERYCALL_REPLAY';

/** What is asked for. */
export interface ExchangeSettings {
  readonly mode: 'record' | 'replay';
  readonly folder: string;
}

/** Recording or replaying can't begin. Its message is one line that says what to do. */
export class ExchangeFolderError extends Error {
  override readonly name = 'ExchangeFolderError';

  constructor(
    readonly variable: string,
    readonly folder: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${variable}=${folder}: ${reason}`, options);
  }
}

/**
 * What the environment asks for; an empty variable asks for nothing.
 * @throws {ExchangeFolderError} when it asks for both.
 */
export function exchangeSettings(env: NodeJS.ProcessEnv): ExchangeSettings | undefined {
  const record = env[RECORD_VARIABLE] ?? '';
  const replay = env[REPLAY_VARIABLE] ?? '';
  if (record !== '' && replay !== '') {
    const reason = `${REPLAY_VARIABLE}=${replay} is set as well: unset one of the two`;
    throw new ExchangeFolderError(RECORD_VARIABLE, record, reason);
  }
  if (record !== '') return { mode: 'record', folder: record };
  return replay === '' ? undefined : { mode: 'replay', folder: replay };
}
