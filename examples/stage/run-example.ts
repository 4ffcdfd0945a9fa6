/**
 * Runs an example: a Temporal server, a worker in a process of its own and the turns, one after the other. The model is a
 * script that answers over HTTP, or the real service where OPENAI_API_KEY is set.
 */
import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, type EverycallClient } from 'everycall/client';
import { scriptedModel, type ScriptedModel } from 'everycall/testing';
import { childEnvironment } from '../../src/server/child-environment.js';
import { startEmbeddedServer } from '../../src/server/embedded-server.js';
import { startChild } from './child.js';
import type { Example, ExampleTurn } from './example-type.js';
import { heading, printTurn, say } from './print.js';
import { runFolder } from './run-folder.js';
import { Stops } from './stops.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
/** The scripted server takes this key alone; it opens nothing else. */
const SCRIPTED_KEY = 'sk-scripted-model-of-an-example';
const TURN_MS = 180_000;

/** Runs the example and sets the exit code: 0 when each turn was completed. */
export async function runExample(example: Example): Promise<void> {
  const stops = new Stops();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stops.clear().finally(() => process.exit(130)));
  }
  try {
    process.exitCode = (await play(example, stops)) ? 0 : 1;
  } finally {
    await stops.clear();
  }
}

async function play(example: Example, stops: Stops): Promise<boolean> {
  const agentsFile = fileURLToPath(example.agents);
  const beside = await example.beside?.();
  if (beside && 'missing' in beside) {
    say(`Skipped: this example ${beside.missing}`);
    return true;
  }
  if (example.command !== undefined) runCommand(example.command, agentsFile);
  const folder = await runFolder();
  const model = process.env.OPENAI_API_KEY ? undefined : await stops.own(scripted(example), (made) => made.close());
  const server = await stops.own(startEmbeddedServer(), (started) => started.stop());
  const env = {
    ...childEnvironment(process.env),
    ...(model && { OPENAI_BASE_URL: model.baseURL, OPENAI_API_KEY: SCRIPTED_KEY }),
    TEMPORAL_ADDRESS: server.address,
    TEMPORAL_NAMESPACE: server.namespace,
  };
  const args = [CLI, 'worker', agentsFile];
  const worker = startChild({ name: 'worker', args, ready: /\bready\b/, logFile: join(folder, 'worker.log'), env });
  await stops.own(worker, ({ process: started }) => started.stop());
  if (beside) {
    const other = startChild({ ...beside, logFile: join(folder, 'beside.log'), env });
    await stops.own(other, ({ process: started }) => started.stop());
  }
  const connecting = connect({ address: server.address, namespace: server.namespace, environment: false });
  const client = await stops.own(connecting, (connected) => connected.close());
  say(`Model: ${model ? (example.scripted ?? 'a script, since OPENAI_API_KEY is not set') : 'the real one'}`);
  let completed = true;
  for (const turn of example.turns) completed = (await playTurn(turn, client, model)) && completed;
  return completed;
}

function scripted({ script }: Example): Promise<ScriptedModel> {
  return scriptedModel({ script, apiKey: SCRIPTED_KEY });
}

/** True when the turn was completed. */
async function playTurn(
  { title, agent, input, context, meanwhile, tell }: ExampleTurn,
  client: EverycallClient,
  model: ScriptedModel | undefined,
): Promise<boolean> {
  heading(title);
  const before = model?.requests.length ?? 0;
  const turn = await client.startTurn(agent, input, { ...(context !== undefined && { context }) });
  const done = await meanwhile?.(turn);
  const { outcome } = await turn.result({ signal: AbortSignal.timeout(TURN_MS) });
  const view = await turn.view();
  for (const line of done ?? []) say(`  ${line}`);
  printTurn(view);
  for (const line of tell(view, model?.requests.slice(before) ?? [])) say(`  ${line}`);
  return outcome === 'completed';
}

function runCommand(command: string, agentsFile: string): void {
  heading(`everycall ${command} agents.ts`);
  const { stdout, stderr } = spawnSync(process.execPath, [CLI, command, relative(process.cwd(), agentsFile)], {
    encoding: 'utf8',
  });
  for (const line of `${stdout}${stderr}`.trimEnd().split('\n')) say(`  ${line}`);
}
