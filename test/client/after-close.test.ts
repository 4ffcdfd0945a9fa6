/** Calls of a closed connection end; what the SDK's retry does from a timer must not throw. */
import { makeGrpcRetryInterceptor } from '@temporalio/client';
import { endAfterClose, type GrpcInterceptor } from '../../src/client/after-close.js';

type Call = ReturnType<GrpcInterceptor>;
type Start = Call['start'];
type Metadata = Parameters<Start>[0];
type Next = Parameters<GrpcInterceptor>[1];

const metadata = () => new Map() as unknown as Metadata;
const UNAVAILABLE = 14;
const ignored = () => undefined;

/** A channel that answers the first call with UNAVAILABLE and is closed from then on. */
function closing(): Next {
  let calls = 0;
  const start: Start = (_metadata, listener) => {
    listener?.onReceiveMessage?.(null);
    listener?.onReceiveStatus?.({ code: UNAVAILABLE, details: 'away', metadata: metadata() });
  };
  return () => {
    calls += 1;
    if (calls > 1) throw new Error('Channel has been shut down');
    return {
      start,
      sendMessageWithContext: ignored,
      sendMessage: ignored,
      halfClose: ignored,
    } as unknown as ReturnType<Next>;
  };
}

test('a retry that finds its channel closed ends the call', async () => {
  const retries = makeGrpcRetryInterceptor({
    delayFunction: () => 0,
    retryableDecider: (attempt) => attempt < 2,
  });
  const next = closing();
  const options = {} as Parameters<GrpcInterceptor>[0];
  const call = retries(options, (own) => endAfterClose(own, next));
  const status = await new Promise((resolve) => {
    call.start(metadata(), { onReceiveStatus: resolve });
    call.sendMessage('request');
    call.halfClose();
  });
  expect(status).toMatchObject({ code: 1, details: 'Channel has been shut down' });
});
