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
  ) {
    const shown = clip(JSON.stringify(key), 80);
    super(
      `the payload ${shown} can't be read from file storage "${driver}": ${why}. Its file may have been deleted, or this process reads another folder than the one that wrote it`,
    );
  }
}
