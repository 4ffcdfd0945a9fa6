/**
 * Turns of real agents in a test, in a few lines: a Temporal server, a worker and the scripted model, all on 127.0.0.1.
 * Rule: nothing of it is loaded before it is asked for, so that `everycall/testing` needs no worker's packages for the
 * scripted model alone; and nothing of Temporal's is read from the environment, so that no test reaches a cluster that it
 * doesn't name.
 */
import type { InputItem } from '../../client/check-input.js';
import type { EverycallClient } from '../../client/everycall-client.js';
import type { StartOptions } from '../../client/start-turn.js';
import type { TurnHandle } from '../../client/turn-handle.js';
import type { AgentContext, AgentName, OutputOf, TypedAgent } from '../../definition/agent-types.js';
import type { Agent } from '../../definition/agent.js';
import { expectValid } from '../expect-valid.js';
import type { FaultRule } from '../fault-plan.js';
import type { Script } from '../script.js';
import { scriptedModel, type ScriptedModel, type ScriptedModelOptions } from '../scripted-model.js';
import { Closers } from './closers.js';
import { finishTurn, type FinishedTurn } from './finished-turn.js';
import { startServing } from './serving.js';
import { UnknownAgentError } from './unknown-agent.js';

/** What turns are tested with. */
export interface TestTurnsOptions {
  /** The agents as they are: their model calls go to the scripted model, whatever `provider` they name. */
  readonly agents: readonly Agent[];
  /** What the model says, unless `run` brings a script of its own. @default nothing: every model call fails */
  readonly script?: Script;
  /** Further options of the scripted model. @default {} */
  readonly model?: Omit<ScriptedModelOptions, 'script'>;
  /** `host:port` of a Temporal server that runs, shared by many test files. @default one of its own */
  readonly address?: string;
  /** @default 'default' */
  readonly namespace?: string;
}

/** Options of one turn. */
export type RunOptions<Context = unknown> = StartOptions<Context> & {
  /** What the model says in this turn and from then on. @default goes on with the script that is there */
  readonly script?: Script;
  /** What goes wrong; requests are counted from this turn's first. @default goes on with the plan that is there */
  readonly faults?: readonly FaultRule[];
};

/** The options of a turn by the agent's type: required when the agent has a context. */
export type RunArguments<A extends TypedAgent> = [unknown] extends [AgentContext<A>]
  ? [options?: RunOptions]
  : undefined extends AgentContext<A>
    ? [options?: RunOptions<AgentContext<A>>]
    : [options: RunOptions<AgentContext<A>> & { readonly context: AgentContext<A> }];

/** Everything that turns need, running. */
export interface TestTurns {
  readonly client: EverycallClient;
  readonly model: ScriptedModel;
  /** `host:port` of the Temporal server. */
  readonly address: string;
  /**
   * Starts a turn and waits for its end. One at a time: turns at once would share the script.
   * @throws {UnknownAgentError} at once, when the agent is none of those given.
   * @throws {InvalidRequestsError} when the model had to refuse a request of the turn, or its script had no reply.
   */
  run<A extends TypedAgent = TypedAgent>(
    agent: AgentName<A>,
    input: string | readonly InputItem[],
    ...options: RunArguments<A>
  ): Promise<FinishedTurn<OutputOf<A>>>;
  /** Ends the worker, the client, the model, and the Temporal server if it is its own. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Starts what turns need. Do it once a test file: the server and the worker take a second or two.
 * @throws {WorkerMissingError} when the packages of a worker aren't installed.
 * @throws {NoTemporalBinaryError} when there is no Temporal CLI and none can be had.
 */
export async function testTurns(options: TestTurnsOptions): Promise<TestTurns> {
  const closers = new Closers();
  const names = options.agents.map(({ name }) => name);
  try {
    const model = closers.own(await scriptedModel({ ...options.model, script: options.script ?? [] }), 'close');
    const { client, address } = await startServing(options, model, closers);
    return {
      client,
      model,
      address,
      async run<A extends TypedAgent>(agent: AgentName<A>, input: string | readonly InputItem[], how?: RunOptions) {
        const name: string = agent;
        if (!names.includes(name)) throw new UnknownAgentError(name, names);
        const { script, faults, ...start } = how ?? {};
        model.play({ ...(script && { script }), ...(faults && { faults }) });
        const before = model.requests.at(-1)?.number ?? 0;
        const started: TurnHandle<unknown> = await client.startTurn(name, input, start);
        // What an agent's type promises, its worker keeps.
        const turn = started as TurnHandle<OutputOf<A>>;
        const result = await turn.result();
        const requests = model.requests.filter(({ number }) => number > before);
        expectValid({ requests });
        return finishTurn(turn, result, requests);
      },
      close: () => closers.close(),
    };
  } catch (error) {
    await closers.close();
    throw error;
  }
}
