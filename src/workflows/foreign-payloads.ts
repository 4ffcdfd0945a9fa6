/** Has this turn read payloads that no converter reads: see `contract/foreign-payload`. */
import { str, type PayloadConverter } from '@temporalio/common';
import { readForeign } from '../contract/foreign-payload.js';

/** What of the SDK's runtime reads payloads, before any code of ours sees them: interceptors come later. */
interface Runtime {
  payloadConverter: PayloadConverter;
}

/** Once a turn; an SDK without such a runtime is left alone. */
export function takeForeignPayloads(): void {
  const { __TEMPORAL_ACTIVATOR__: runtime } = globalThis as { readonly __TEMPORAL_ACTIVATOR__?: Runtime };
  if (!runtime) return;
  const own = runtime.payloadConverter;
  const fromPayload: PayloadConverter['fromPayload'] = (payload, context, hint) =>
    readForeign(() => own.fromPayload(payload, context, hint), payload, str);
  runtime.payloadConverter = {
    toPayload: (value, context, hint) => own.toPayload(value, context, hint),
    fromPayload,
    ...(own.validateConverterHint && { validateConverterHint: (hint) => own.validateConverterHint!(hint) }),
  };
}
