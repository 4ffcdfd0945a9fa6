/** References to external storage can be written and read, whatever copies of protobufjs are installed. */
import { StorageDriverClaim } from '@temporalio/common';
import sdk from '@temporalio/common/lib/internal-non-workflow/extstore-helpers.js';
import proto from '@temporalio/proto';
import { decodeReferencePayload, encodeReferencePayload, mendReferences } from '../../src/storage/mend-references.js';

const claim = new StorageDriverClaim({ sha256: 'ab', __proto__key: 'x' });
const reference = { driverName: 'files', claim, sizeBytes: 5_000_000_000 };

test('a reference comes back as it was, over the wire, and is known as one', () => {
  const { Payload } = proto.temporal.api.common.v1;
  const sent = Payload.decode(Payload.encode(encodeReferencePayload(reference)).finish());
  expect(sdk.isReferencePayload(sent)).toBe(true);
  expect(decodeReferencePayload(sent)).toEqual({
    driverName: 'files',
    claimData: claim.claimData,
    sizeBytes: 5_000_000_000,
  });
});

test("the SDK's own code can do it from then on", () => {
  mendReferences();
  mendReferences();
  const { claimData, driverName } = sdk.decodeReferencePayload(sdk.encodeReferencePayload(reference));
  expect({ claimData, driverName }).toEqual({ claimData: claim.claimData, driverName: 'files' });
});

test('a payload that names no driver is none', () => {
  const data = new TextEncoder().encode('{"claimData":{}}');
  expect(() => decodeReferencePayload({ data })).toThrow('a reference names no storage driver');
});
