/** Counts what runs at once. Rule: never more calls than the agent and the tool allow, never more bytes than 3 MB. */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { AgentPolicy } from '../../src/definition/policy.js';
import type { CallOrder } from '../../src/workflows/turn-effects.js';

const BYTES_IN_FLIGHT = 3_000_000;

/** The calls that run now. */
export class ParallelLedger {
  readonly #running = new Set<CallOrder>();
  readonly #agent: AgentPolicy;
  readonly #broken: (rule: string) => void;

  constructor(agent: AgentPolicy, broken: (rule: string) => void) {
    this.#agent = agent;
    this.#broken = broken;
  }

  get size(): number {
    return this.#running.size;
  }

  start(order: CallOrder): void {
    this.#running.add(order);
    const ofTool = [...this.#running].filter(({ call }) => call.name === order.call.name).length;
    const toolMost = this.#agent.tools.find(({ name }) => name === order.call.name)?.maxParallel ?? 0;
    const bytes = [...this.#running].reduce((sum, { call }) => sum + bytesOf(call.arguments), 0);
    const at = `call ${order.call.step}.${order.call.position}`;
    if (this.#running.size > this.#agent.maxParallel)
      this.#broken(`${at} is one more than the agent's ${this.#agent.maxParallel} at once`);
    if (ofTool > toolMost) this.#broken(`${at} is one more than the tool's ${toolMost} at once`);
    // A single call larger than the bound has to go alone.
    if (bytes > BYTES_IN_FLIGHT && this.#running.size > 1) this.#broken(`${at} makes ${bytes} bytes in flight`);
  }

  end(order: CallOrder): void {
    this.#running.delete(order);
  }
}

function bytesOf(text: string): number {
  return text.length < 1_000 ? utf8ToBytes(text).length : text.length;
}
