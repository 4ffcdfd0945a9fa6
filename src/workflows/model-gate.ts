/**
 * The `modelGate` workflow: shares the limit of a model service among the workers that ask for it. Rules: an answer never
 * waits (a worker is told when its permits begin), so that no number of workers runs into Temporal's bound on open
 * updates; an ask that can't be answered is refused; a run ends long before its history is large; a gate that nobody has
 * asked for a minute ends, and loses nothing but a bucket that has filled again.
 */
import {
  condition,
  continueAsNew,
  defineUpdate,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { LEASE_UPDATE, type GateInput } from '../contract/model-gate.js';
import { leaseFault } from '../protocol/lease-fault.js';
import { leasePermits, UNSPENT, type Lease, type LeaseAsk } from '../protocol/rate-lease.js';
import { gateDetails } from './gate-details.js';

/** Answers of one run; Temporal takes 2,000 updates, at about 5 events each. */
const MOST_ASKS = 500;
/** A run goes on as a new one after so long, well within its timeout. */
const RUN_MS = 5 * 60_000;
/** A minute fills every bucket. */
const IDLE_MS = 60_000;

/** Shares one limit. */
export async function modelGate({
  title,
  state: before = UNSPENT,
  leased: leasedBefore = 0,
}: GateInput): Promise<void> {
  const began = Date.now();
  let state = before;
  let leased = leasedBefore;
  let asks = 0;
  const lease = (ask: LeaseAsk): Lease => {
    const given = leasePermits(state, ask, Date.now());
    state = given.state;
    leased += given.lease.permits;
    asks += 1;
    setCurrentDetails(gateDetails({ title, rate: ask.rate, state, leased }));
    return given.lease;
  };
  setHandler(defineUpdate<Lease, [LeaseAsk]>(LEASE_UPDATE), lease, {
    validator: refuseFaulty,
    description: 'For workers: permits for calls of the model service.',
  });
  for (;;) {
    const asked = asks;
    await condition(() => asks >= MOST_ASKS || workflowInfo().continueAsNewSuggested, IDLE_MS);
    const full = asks >= MOST_ASKS || workflowInfo().continueAsNewSuggested;
    if (full || Date.now() - began >= RUN_MS) return await continueAsNew<typeof modelGate>({ title, state, leased });
    if (asks === asked && state.toldUntil <= Date.now()) return;
  }
}

/** Throws on what can't be reckoned with: nothing of it enters history. */
function refuseFaulty(ask: LeaseAsk): void {
  const fault = leaseFault(ask);
  if (fault !== undefined) throw new TypeError(`an ask for permits can't be answered: ${fault}`);
}
