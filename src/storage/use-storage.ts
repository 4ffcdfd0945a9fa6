/** Makes external storage ready for use. Rule: whatever is no such storage is refused where it is given, not by the first large payload. */
import { printedValue } from '../definition/printed-value.js';
import { mendReferences } from './mend-references.js';

/** The option `externalStorage` has a value that can't be used. */
export class ExternalStorageOptionError extends TypeError {
  override readonly name = 'ExternalStorageOptionError';

  constructor(readonly value: unknown) {
    const expected = 'an ExternalStorage of @temporalio/common, such as new ExternalStorage({ drivers: [driver] })';
    super(`externalStorage must be ${expected}, not ${printedValue(value)}`);
  }
}

/** Checks the storage, and mends the SDK where it can't write references; nothing where there is none. @throws {ExternalStorageOptionError} */
export function useStorage(storage: unknown): void {
  if (storage === undefined || storage === null) return;
  // By shape: classes may differ between copies of the SDK.
  const { drivers, driverSelector, payloadSizeThreshold } = storage as Record<string, unknown>;
  const fits =
    Array.isArray(drivers) && typeof driverSelector === 'function' && typeof payloadSizeThreshold === 'number';
  if (!fits) throw new ExternalStorageOptionError(storage);
  mendReferences();
}
