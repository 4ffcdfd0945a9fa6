/** What an example is made of. Types only. */
import type { ChildOptions } from './child.js';
import type { TurnHandle, TurnView } from 'everycall/client';
import type { LoggedRequest, ScriptFunction } from 'everycall/testing';

/** One turn of an example. */
export interface ExampleTurn {
  /** What it shows. */
  readonly title: string;
  /** Name of the agent. */
  readonly agent: string;
  readonly input: string;
  /** The caller's JSON for the turn. @default none */
  readonly context?: unknown;
  /** What a person does while the turn runs; returns lines about it. @default nothing */
  readonly meanwhile?: (turn: TurnHandle) => Promise<readonly string[]>;
  /** Lines about the ended turn; `requests` are those that the scripted model was sent in it, none with a real model. */
  readonly tell: (view: TurnView, requests: readonly LoggedRequest[]) => readonly string[];
}

/** A process beside the worker. */
export type Beside = Pick<ChildOptions, 'name' | 'file' | 'args' | 'ready'>;

/** An example: the default export of its `example.ts`. */
export interface Example {
  /** The agents file, as `everycall worker` takes it. */
  readonly agents: URL;
  readonly turns: readonly ExampleTurn[];
  /** Plays the model where there is no key. */
  readonly script: ScriptFunction;
  /** What to know when the model is a script. */
  readonly scripted?: string;
  /** A process that runs beside the worker, or what this machine lacks for it: then the example says so and ends. */
  readonly beside?: () => Promise<Beside | { readonly missing: string }>;
  /** A command of everycall's to run first on the agents file, e.g. `lint`. @default none */
  readonly command?: string;
}
