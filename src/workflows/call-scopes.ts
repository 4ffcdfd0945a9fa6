/** Runs each call in a scope of its own, so that one can be cancelled and its siblings don't notice. */
import { CancellationScope } from '@temporalio/workflow';
import type { ToolCall } from '../protocol/tool-call.js';

/** A scope without a timeout, whose work is its own: the SDK's wraps it in two promises more. */
class CallScope extends CancellationScope {
  protected override runInContext<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
}

/** The scopes of a turn's calls. */
export class CallScopes {
  /** Weak: a scope is of no use once its call has ended. */
  readonly #scopes = new WeakMap<ToolCall, CancellationScope>();

  run<T>(call: ToolCall, work: () => Promise<T>): Promise<T> {
    const scope = new CallScope();
    this.#scopes.set(call, scope);
    return scope.run(work);
  }

  cancel(call: ToolCall): void {
    this.#scopes.get(call)?.cancel();
  }
}
