/**
 * Makes the SDK able to write and read references to external storage, where it is not. SDK 1.24 writes them by a copy of
 * protobufjs that refuses the types of another copy ("type must be a Type"), and npm installs several: `@grpc/proto-loader`
 * needs an older one. Rule: the references are the same on the wire, and an SDK that can do it by itself is left alone.
 */
import { StorageDriverClaim, type Payload } from '@temporalio/common';
// The package is CommonJS: what stands here is what the SDK's own code calls.
import sdk from '@temporalio/common/lib/internal-non-workflow/extstore-helpers.js';
import proto from '@temporalio/proto';
import { REFERENCE } from '../contract/foreign-payload.js';

const Details = proto.temporal.api.common.v1.Payload.ExternalPayloadDetails;

/** What a reference says. */
interface Reference {
  readonly driverName: string;
  readonly claimData: Record<string, string>;
  readonly sizeBytes: number;
}

const ENCODING = 'json/protobuf';

/** Called before external storage is used; does nothing when there is nothing to mend. */
export function mendReferences(): void {
  if (!works()) Object.assign(sdk, { encodeReferencePayload, decodeReferencePayload });
}

function works(): boolean {
  try {
    const claim = new StorageDriverClaim({ key: 'probe' });
    const reference = sdk.encodeReferencePayload({ driverName: 'probe', claim, sizeBytes: 1 });
    return sdk.decodeReferencePayload(reference).claimData.key === 'probe';
  } catch {
    return false;
  }
}

/** A reference as a payload. */
export function encodeReferencePayload({
  driverName,
  claim: { claimData },
  sizeBytes,
}: Omit<Reference, 'claimData'> & { readonly claim: StorageDriverClaim }): Payload {
  const bytes = (text: string) => new TextEncoder().encode(text);
  return {
    metadata: { encoding: bytes(ENCODING), messageType: bytes(REFERENCE) },
    data: bytes(JSON.stringify({ driverName, claimData })),
    externalPayloads: [Details.fromObject({ sizeBytes })],
  };
}

/** The reference that a payload is. @throws {SyntaxError} when it is none. */
export function decodeReferencePayload({ data, externalPayloads }: Payload): Reference {
  const read = JSON.parse(new TextDecoder().decode(data ?? undefined)) as Partial<Reference>;
  const { driverName, claimData } = read;
  if (typeof driverName !== 'string' || driverName === '') throw new SyntaxError('a reference names no storage driver');
  return { driverName, claimData: { ...claimData }, sizeBytes: Number(externalPayloads?.[0]?.sizeBytes ?? 0) };
}
