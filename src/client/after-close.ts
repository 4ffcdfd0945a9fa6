/**
 * What becomes of gRPC calls of a connection that was closed. Rule: they end, they don't throw. The SDK tries a failed
 * call again from a timer, and what a closed channel throws there would reach nobody and end the process.
 */
import type { ConnectionOptions } from '@temporalio/client';

/** An interceptor of gRPC calls. */
export type GrpcInterceptor = NonNullable<ConnectionOptions['interceptors']>[number];

type Call = ReturnType<GrpcInterceptor>;

/** gRPC's code for a call that was given up; the SDK tries none of these again. */
const CANCELLED = 1;

/** Has calls that can't be begun end as cancelled. Comes last, so that the SDK's retries go through it. */
export const endAfterClose: GrpcInterceptor = (options, nextCall) => {
  try {
    return nextCall(options) as Call;
  } catch (error) {
    return endedCall(error instanceof Error ? error.message : String(error));
  }
};

/** A call that ends when it is started. Only its outside is asked for, which the package's class adds private fields to. */
function endedCall(details: string): Call {
  const ignored = () => undefined;
  const call: Pick<Call, keyof Call> = {
    start(metadata, listener) {
      // A copy would hold the API key.
      const none = new (metadata.constructor as new () => typeof metadata)();
      listener?.onReceiveMessage?.(null);
      listener?.onReceiveStatus?.({ code: CANCELLED, details, metadata: none });
    },
    getPeer: () => '',
    getAuthContext: () => null,
    cancelWithStatus: ignored,
    sendMessageWithContext: ignored,
    sendMessage: ignored,
    startRead: ignored,
    halfClose: ignored,
  };
  return call as Call;
}
