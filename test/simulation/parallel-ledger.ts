/** Counts what runs at once. Rule: as many calls as the agent and the tool allow, within 3 MB of arguments, and no more. */
import type { CallPlace } from '../../src/contract/people.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { READ_OUTPUT_POLICY, type AgentPolicy } from '../../src/definition/policy.js';
import type { ToolCall } from '../../src/protocol/tool-call.js';
import type { CallOrder } from '../../src/workflows/turn-effects.js';

const BYTES_IN_FLIGHT = 3_000_000;

/** The calls that run now. */
export class ParallelLedger {
  readonly #running = new Set<CallOrder>();
  /** Running calls by their tool's name. */
  readonly #ofTool = new Map<string, number>();
  /** Bytes of the arguments in flight. */
  #bytes = 0;
  /** The agent that has the turn. */
  agent: AgentPolicy;
  readonly #broken: (rule: string) => void;

  constructor(agent: AgentPolicy, broken: (rule: string) => void) {
    this.agent = agent;
    this.#broken = broken;
  }

  get size(): number {
    return this.#running.size;
  }

  /** Whether a call runs. */
  has({ step, position }: CallPlace): boolean {
    return [...this.#running].some(({ call }) => call.step === step && call.position === position);
  }

  /** Whether another call would still be within all bounds. */
  hasRoomFor({ name, arguments: text }: ToolCall): boolean {
    if (this.size >= this.agent.maxParallel || this.#countOf(name) >= this.#mostOf(name)) return false;
    return this.size === 0 || this.#bytes + bytesOf(text) <= BYTES_IN_FLIGHT;
  }

  start(order: CallOrder): void {
    const { name } = order.call;
    this.#take(order, 1);
    this.#running.add(order);
    const at = `call ${order.call.step}.${order.call.position}`;
    if (this.#running.size > this.agent.maxParallel)
      this.#broken(`${at} is one more than the agent's ${this.agent.maxParallel} at once`);
    if (this.#countOf(name) > this.#mostOf(name))
      this.#broken(`${at} is one more than the tool's ${this.#mostOf(name)} at once`);
    // A single call larger than the bound has to go alone.
    if (this.#bytes > BYTES_IN_FLIGHT && this.#running.size > 1)
      this.#broken(`${at} makes ${this.#bytes} bytes in flight`);
  }

  end(order: CallOrder): void {
    if (this.#running.delete(order)) this.#take(order, -1);
  }

  /** Counts a call in or out. */
  #take({ call }: CallOrder, by: 1 | -1): void {
    this.#ofTool.set(call.name, this.#countOf(call.name) + by);
    this.#bytes += by * bytesOf(call.arguments);
  }

  #countOf(name: string): number {
    return this.#ofTool.get(name) ?? 0;
  }

  #mostOf(name: string): number {
    return [...this.agent.tools, READ_OUTPUT_POLICY].find((tool) => tool.name === name)?.maxParallel ?? 0;
  }
}

function bytesOf(text: string): number {
  return text.length < 1_000 ? utf8ToBytes(text).length : text.length;
}
