/**
 * Brings payloads back that external storage holds, in whose place history has references. Rule: a reader without the storage
 * is told so, and a failure's details are looked at as its payloads are.
 */
import type { ExternalStorage, Payload } from '@temporalio/common';
import { ExternalStorageRunner } from '@temporalio/common/lib/internal-non-workflow/external-storage-runner.js';
import { isReferencePayload } from '@temporalio/common/lib/internal-non-workflow/extstore-helpers.js';
import type { temporal } from '@temporalio/proto';
import { mendReferences } from '../storage/mend-references.js';

type ProtoFailure = temporal.api.failure.v1.IFailure;
type ProtoPayloads = temporal.api.common.v1.IPayloads;

/** History refers to external storage, and the reader has none. */
export class StorageMissingError extends Error {
  override readonly name = 'StorageMissingError';

  constructor() {
    super(
      'it is in external storage: connect with the same `externalStorage` as the worker (commands: EVERYCALL_STORAGE)',
    );
  }
}

/**
 * The payloads themselves, in the same order.
 * @throws {StorageMissingError} errors of the storage's driver.
 */
export async function storedPayloads(payloads: Payload[], storage: ExternalStorage | undefined): Promise<Payload[]> {
  if (!payloads.some(isReferencePayload)) return payloads;
  if (!storage) throw new StorageMissingError();
  mendReferences();
  return new ExternalStorageRunner(storage).retrieve(payloads);
}

/** A failure whose details, and those of its causes, are the payloads themselves. */
export async function storedFailure(
  failure: ProtoFailure,
  storage: ExternalStorage | undefined,
): Promise<ProtoFailure> {
  const { applicationFailureInfo: thrown, canceledFailureInfo: canceled, timeoutFailureInfo: timeout } = failure;
  const { cause, encodedAttributes } = failure;
  const read = async (payloads: ProtoPayloads) => ({
    payloads: await storedPayloads(payloads.payloads ?? [], storage),
  });
  const [encoded] = encodedAttributes ? await storedPayloads([encodedAttributes], storage) : [];
  return {
    ...failure,
    ...(thrown?.details && { applicationFailureInfo: { ...thrown, details: await read(thrown.details) } }),
    ...(canceled?.details && { canceledFailureInfo: { ...canceled, details: await read(canceled.details) } }),
    ...(timeout?.lastHeartbeatDetails && {
      timeoutFailureInfo: { ...timeout, lastHeartbeatDetails: await read(timeout.lastHeartbeatDetails) },
    }),
    ...(encoded && { encodedAttributes: encoded }),
    ...(cause && { cause: await storedFailure(cause, storage) }),
  };
}
