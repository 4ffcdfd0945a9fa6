/** A list survives what one turn's memo holds. The service is in memory: two pages. */
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter, defaultFailureConverter } from '@temporalio/common';
import { listTurns } from '../../src/client/list-turns.js';

// Written by a codec that this client doesn't have.
const broken = { metadata: { encoding: new TextEncoder().encode('binary/encrypted') }, data: new Uint8Array([1]) };
const turn = (workflowId: string, everycallAgent: unknown) => ({
  execution: { workflowId },
  status: 2,
  startTime: { seconds: 1, nanos: 5e6 },
  closeTime: { seconds: 2 },
  memo: { fields: { note: broken, everycallAgent } },
});
const shop = defaultPayloadConverter.toPayload('shop');
const pages = [
  { executions: [turn('a', shop)], nextPageToken: new Uint8Array([1]) },
  { executions: [turn('b', broken), turn('c', shop)], nextPageToken: new Uint8Array() },
];
const temporal = {
  workflow: {
    options: {
      namespace: 'default',
      loadedDataConverter: {
        payloadConverter: defaultPayloadConverter,
        failureConverter: defaultFailureConverter,
        payloadCodecs: [],
      },
    },
  },
  connection: {
    workflowService: {
      listWorkflowExecutions: ({ nextPageToken }: { nextPageToken: Uint8Array }) =>
        Promise.resolve(pages[nextPageToken.length]),
    },
  },
} as unknown as Client;

test('an unreadable note is not looked at, and an unreadable name of an agent is a question mark', async () => {
  const times = { status: 'completed', startedAt: 1_005, closedAt: 2_000 };
  expect(await listTurns(temporal, {})).toEqual([
    { turnId: 'a', agent: 'shop', ...times },
    { turnId: 'b', agent: '?', ...times },
    { turnId: 'c', agent: 'shop', ...times },
  ]);
  expect(await listTurns(temporal, { agent: 'shop' })).toHaveLength(2);
});
