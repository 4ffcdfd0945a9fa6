/**
 * Asks the gate of a shared limit, and starts it where there is none. Rule: an answer is waited for shortly: a turn must
 * not stand still since a gate does.
 */
import { Context } from '@temporalio/activity';
import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import { GATE_RUN_MS, LEASE_UPDATE, MODEL_GATE, type GateInput } from '../contract/model-gate.js';
import type { Lease, LeaseAsk } from '../protocol/rate-lease.js';
import type { AskGate } from './permits.js';

/** Longest wait for an answer, in milliseconds. */
const ANSWER_MS = 5_000;
/** A gate that ends in this very moment is started anew by asking again. */
const TRIES = 2;

/** Names a limit among those of the namespace, and for people. */
export interface GateName {
  /** Workflow id of its gate. */
  readonly id: string;
  readonly title: string;
}

/** How the gates of shared limits are reached from an activity. */
export interface Gates {
  /** The task queue that serves the gates which are started from here. */
  taskQueue(): string;
  /** How a gate is asked, by the connection of the activity that calls this. It rejects when there is no answer in time. */
  asker(gate: GateName): AskGate;
}

/** The gates of the running activity's namespace. */
export const TEMPORAL_GATES: Gates = { taskQueue: () => Context.current().info.taskQueue, asker: gateAsker };

type Gate = (input: GateInput) => Promise<void>;

function gateAsker(gate: GateName): AskGate {
  const { client, info } = Context.current();
  return async (ask) => {
    const deadline = Date.now() + ANSWER_MS;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await inTime(client, deadline, () => askOnce(client, info.taskQueue, gate, ask));
      } catch (error) {
        if (attempt >= TRIES || Date.now() >= deadline) throw error;
      }
    }
  };
}

function askOnce(client: Client, taskQueue: string, { id, title }: GateName, ask: LeaseAsk): Promise<Lease> {
  const start = new WithStartWorkflowOperation<Gate>(MODEL_GATE, {
    workflowId: id,
    taskQueue,
    args: [{ title }],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowRunTimeout: GATE_RUN_MS,
    staticSummary: `shares the limit of ${title}`,
  });
  return client.workflow.executeUpdateWithStart<Gate, Lease, [LeaseAsk]>(LEASE_UPDATE, {
    args: [ask],
    startWorkflowOperation: start,
  });
}

/** The server may hold an update for longer than it is asked to, e.g. while no worker serves the gate. */
function inTime(client: Client, deadline: number, ask: () => Promise<Lease>): Promise<Lease> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`the gate gave no answer within ${ANSWER_MS / 1_000} s`));
    const clock = setTimeout(late, deadline - Date.now());
    client
      .withDeadline(deadline, ask)
      .then(resolve, reject)
      .finally(() => clearTimeout(clock));
  });
}
