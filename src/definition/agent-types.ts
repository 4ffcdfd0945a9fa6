/**
 * What `typeof agent` tells a client that imports no code of it: `client.startTurn<typeof shop>('shop', …)`. Types only;
 * this file imports nothing, so that a backend's types reach neither zod nor tools through it.
 */

/** Anything that carries an agent's types: `Agent`, or any object made by `defineAgent`. */
export interface TypedAgent<Name extends string = string, Context = unknown, Output = unknown> {
  /** For types alone, never set. */
  readonly '~types'?: { readonly name: Name; readonly context: Context; readonly output: Output };
}

type TypesOf<A extends TypedAgent> = NonNullable<A['~types']>;

/** The agent's name as a literal type. */
export type AgentName<A extends TypedAgent> = TypesOf<A>['name'];

/** The context that a caller passes with a turn; `undefined` when the agent has none. */
export type AgentContext<A extends TypedAgent> = TypesOf<A>['context'];

/** The output of a completed turn: text unless the agent has an `output` schema. */
export type AgentOutput<A extends TypedAgent> = TypesOf<A>['output'];

/** The output of a turn that was started by the agent's name: text also where the agent's type isn't given. */
export type OutputOf<A extends TypedAgent> = TypedAgent extends A ? string : AgentOutput<A>;
