/** Counts what runs at once. Rule: as many calls as the agent and the tool allow, within 3 MB of arguments, and no more. */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { AgentPolicy } from '../../src/definition/policy.js';
import type { ToolCall } from '../../src/protocol/tool-call.js';
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

  /** Whether another call would still be within all bounds. */
  hasRoomFor(call: ToolCall): boolean {
    const { ofTool, toolMost, bytes } = this.#with(call);
    return this.size < this.#agent.maxParallel && ofTool < toolMost && (this.size === 0 || bytes <= BYTES_IN_FLIGHT);
  }

  start(order: CallOrder): void {
    const { ofTool: others, toolMost, bytes } = this.#with(order.call);
    const ofTool = others + 1;
    this.#running.add(order);
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

  /** How many of the call's tool run, how many may, and the bytes in flight with the call itself. */
  #with({ name, arguments: text }: ToolCall): { ofTool: number; toolMost: number; bytes: number } {
    let ofTool = 0;
    let bytes = bytesOf(text);
    for (const { call } of this.#running) {
      if (call.name === name) ofTool += 1;
      bytes += bytesOf(call.arguments);
    }
    return { ofTool, toolMost: this.#agent.tools.find((tool) => tool.name === name)?.maxParallel ?? 0, bytes };
  }
}

function bytesOf(text: string): number {
  return text.length < 1_000 ? utf8ToBytes(text).length : text.length;
}
