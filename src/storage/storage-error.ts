/** What is wrong with file storage, in one line. Rule: never a byte of a payload. */
import { clip } from '../protocol/outcome-text.js';

/** An option of the driver can't be used. */
export class FileStorageOptionError extends TypeError {
  override readonly name = 'FileStorageOptionError';

  constructor(
    readonly option: string,
    readonly value: unknown,
    expected: string,
  ) {
    super(`FileStorageDriver: ${option} must be ${expected}, not ${clip(JSON.stringify(value) ?? typeof value, 100)}`);
  }
}

/** A payload has more bytes than the driver keeps. */
export class StoredPayloadTooLargeError extends RangeError {
  override readonly name = 'StoredPayloadTooLargeError';

  constructor(
    readonly bytes: number,
    readonly most: number,
  ) {
    super(`a payload of ${bytes} bytes is too large for file storage, which keeps at most ${most}: see its maxBytes`);
  }
}

/** A payload that history refers to can't be read. */
export class StoredPayloadLostError extends Error {
  override readonly name = 'StoredPayloadLostError';

  constructor(
    /** Name of the driver. */
    readonly driver: string,
    readonly key: string,
    readonly why: string,
    options?: ErrorOptions,
  ) {
    const shown = clip(JSON.stringify(key), 80);
    super(
      `the payload ${shown} can't be read from file storage "${driver}": ${why}. Its file may have been deleted, or this process reads another folder than the one that wrote it`,
      options,
    );
  }
}

/** What to do about a fault of the file system, by its code. */
const FIXES: ReadonlyMap<unknown, string> = new Map([
  ['ENOSPC', 'Free room there'],
  ['EDQUOT', 'Free room there'],
  ['EACCES', 'Let this process write there'],
  ['EPERM', 'Let this process write there'],
  ['EROFS', 'Let this process write there'],
  ['ENOTDIR', 'It must be a folder'],
  ['EEXIST', 'It must be a folder'],
]);

/** The folder takes no payload: it is full, read-only, or none. Nothing was kept. */
export class StorageFolderError extends Error {
  override readonly name = 'StorageFolderError';
  /** The system's code, such as `ENOSPC`; undefined when it gave none. */
  readonly code: string | undefined;

  constructor(
    readonly folder: string,
    readonly bytes: number,
    options: ErrorOptions,
  ) {
    const { code, why } = systemFault(options.cause);
    const fix = FIXES.get(code);
    super(`file storage can't keep a payload of ${bytes} bytes in ${folder}: ${why}${fix ? `. ${fix}` : ''}`, options);
    this.code = code;
  }
}

/** A fault of the file system, without the path that Node adds to it. By shape: a test runner has Node's errors of another realm. */
export function systemFault(error: unknown): { readonly code: string | undefined; readonly why: string } {
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const why = typeof message === 'string' ? (message.split(', ')[0] ?? '') : String(error);
  return { code: typeof code === 'string' ? code : undefined, why: clip(why, 200) };
}
