/** A bench of several agents: a script that answers by the instructions of the agent that is asked. */
import OpenAI from 'openai';
import type { Agent } from '../../src/index.js';
import type { ChatRequest, Reply, ScriptFunction } from '../../src/testing.js';
import { turnBench, type BenchOptions, type TurnBench } from './turn-bench.js';

/** What an agent says to each of its requests, in order of the tool results that it has been told. */
export type Speaker = (told: readonly string[], request: ChatRequest) => Reply | Promise<Reply>;

/** A bench whose worker serves these agents, and those that they lead to; `speakers` by the agents' instructions. */
export async function agentsBench(
  agents: readonly Agent[],
  speakers: Readonly<Record<string, Speaker>>,
  address?: string,
  more: Pick<BenchOptions, 'worker' | 'connect'> = {},
): Promise<TurnBench> {
  const byInstructions = new Map(Object.entries(speakers));
  const script: ScriptFunction = (request) => {
    const { messages } = request as ChatRequest;
    const instructions = String(messages[0]?.content);
    const told = messages.flatMap(({ role, content }) => (role === 'tool' ? [String(content)] : []));
    const speaker = byInstructions.get(instructions);
    if (!speaker) throw new Error(`no speaker for "${instructions}"`);
    return speaker(told, request as ChatRequest);
  };
  let made: TurnBench | undefined;
  const openai = () => new OpenAI({ baseURL: made!.model.baseURL, apiKey: 'sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn' });
  made = await turnBench({
    model: { script },
    ...more,
    worker: { ...more.worker, agents, openai },
    ...(address && { address }),
  });
  return made;
}

/** An agent of tests: its instructions are its name. */
export const named = <const Name extends string>(name: Name) =>
  ({ name, model: 'gpt-test', instructions: name, provider: { apiKeyEnv: 'EVERYCALL_TEST_KEY' } }) as const;
