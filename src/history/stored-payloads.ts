/**
 * Brings payloads back that external storage holds, in whose place history has references, and stores some. Rule: a reader without the storage
 * is told so, and a failure's details are looked at as its payloads are.
 */
import type { ExternalStorage, LoadedDataConverter, Payload } from '@temporalio/common';
import { encodeToPayload } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import { ExternalStorageRunner } from '@temporalio/common/lib/internal-non-workflow/external-storage-runner.js';
// The package is CommonJS: what stands here is what the SDK's own code calls, and what may be mended.
import sdk, { isReferencePayload } from '@temporalio/common/lib/internal-non-workflow/extstore-helpers.js';
import type { temporal } from '@temporalio/proto';
import { mendReferences } from '../storage/mend-references.js';

type ProtoFailure = temporal.api.failure.v1.IFailure;
type ProtoPayloads = temporal.api.common.v1.IPayloads;

/** History refers to external storage, and the reader has none. */
export class StorageMissingError extends Error {
  override readonly name = 'StorageMissingError';

  /** @param driver that another storage lacks */
  constructor(driver?: string) {
    const where = driver === undefined ? 'external storage' : `external storage "${driver}", which this process lacks`;
    super(`it is in ${where}: connect with the same \`externalStorage\` as the worker (commands: EVERYCALL_STORAGE)`);
  }
}

/**
 * The payloads themselves, in the same order.
 * @throws {StorageMissingError} errors of the storage's driver.
 */
export async function storedPayloads(payloads: Payload[], storage: ExternalStorage | undefined): Promise<Payload[]> {
  if (!payloads.some(isReferencePayload)) return payloads;
  mendReferences();
  const drivers = payloads.filter(isReferencePayload).map((payload) => sdk.decodeReferencePayload(payload).driverName);
  const missing = drivers.find((name) => !storage?.getDriver(name));
  if (!storage || missing !== undefined) throw new StorageMissingError(storage && missing);
  return new ExternalStorageRunner(storage).retrieve(payloads);
}

/** Names of what file storage throws: classes may differ between copies. */
const STORAGE_FAULTS: ReadonlySet<string> = new Set([
  'StorageFolderError',
  'StoredPayloadTooLargeError',
  'StoredPayloadLostError',
]);

/** What file storage said, in the causes of a request's error: the SDK's own says only that the request was not made. */
export function storageFault(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  return STORAGE_FAULTS.has(error.name) ? error : storageFault(error.cause);
}

/** The activity whose result a value is to be. */
export interface ResultOwner {
  readonly namespace: string;
  readonly activityId: string;
  readonly isLocal: boolean;
  readonly workflowExecution?: { readonly workflowId: string; readonly runId: string };
  readonly workflowType?: string;
}

/**
 * Stores a value as the result of an activity will be, in the very place, where the storage takes it.
 * @throws errors of the storage's driver.
 */
export async function storeAsResult(
  value: unknown,
  { namespace, activityId, isLocal, workflowExecution, workflowType }: ResultOwner,
  converter: LoadedDataConverter,
  signal: AbortSignal,
): Promise<void> {
  const { workflowId = '', runId = '' } = workflowExecution ?? {};
  const context = { type: 'activity', namespace, activityId, workflowId, isLocal } as const;
  const payload = await encodeToPayload(converter, value, context);
  const owner = { kind: 'workflow', namespace, id: workflowId, runId } as const;
  const target = { ...owner, ...(workflowType !== undefined && { type: workflowType }) };
  const storage = converter.externalStorage;
  if (storage) await new ExternalStorageRunner(storage).store([payload], { target, abortSignal: signal });
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
