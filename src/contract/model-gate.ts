/** The workflow that shares a limit of a model service among workers: its names and what it carries along. */
import type { RateState } from '../protocol/rate-lease.js';

/** Workflow type of a gate. */
export const MODEL_GATE = 'modelGate';

/** Update by which a worker leases permits: a `LeaseAsk`, answered by a `Lease`. */
export const LEASE_UPDATE = 'everycall_lease';

/** A gate's run ends after so long at the latest, in milliseconds: one that no worker serves must not stay. */
export const GATE_RUN_MS = 15 * 60_000;

/** Argument of the `modelGate` workflow. */
export interface GateInput {
  /** What people are shown of the limit: its name, or the model's. Never a key. */
  readonly title: string;
  /** What an earlier run gave away. @default nothing */
  readonly state?: RateState;
  /** Permits leased by earlier runs. @default 0 */
  readonly leased?: number;
}
