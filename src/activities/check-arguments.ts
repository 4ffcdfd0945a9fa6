/** Checks arguments that a person edited, where their schema is: in a worker of the agent. */
import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type { CheckArguments, CheckedArguments } from '../contract/people.js';
import type { Agent } from '../definition/agent.js';
import { FAILURE } from '../protocol/failure.js';
import { failure } from './call-failure.js';
import type { ToolSource } from './load-tools.js';
import { runnableArguments } from './plan-calls.js';

/** Pause before another worker of the queue is asked. */
const ELSEWHERE_MS = 1_000;

/** The `checkArguments` activity. */
export function checkArgumentsActivity(agents: ReadonlyMap<string, Agent>, toolSource: ToolSource) {
  return async ({ agent: name, digest, tool: called, args }: CheckArguments): Promise<CheckedArguments> => {
    const agent = agents.get(name);
    const loaded = agent && (await toolSource.load(agent, digest, cancellationSignal()));
    const tool = loaded?.agent.toolByName.get(called);
    if (!tool) {
      const message = `this worker on task queue "${activityInfo().taskQueue}" has no tool "${called}" of agent "${name}"`;
      throw failure({ type: FAILURE.missing, message, nonRetryable: false, nextRetryMs: ELSEWHERE_MS });
    }
    const checked = await runnableArguments(tool, args);
    return 'problem' in checked ? checked : { args: checked.args };
  };
}
