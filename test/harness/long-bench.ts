/** A bench on a Temporal server of its own that suggests another run early, so that short turns go on in several runs. */
import { setTimeout as delay } from 'node:timers/promises';
import type { temporal } from '@temporalio/proto';
import { startEmbeddedServer } from '../../src/server/embedded-server.js';
import { isNotFound } from '../../src/history/grpc-fault.js';
import { turnBench, type BenchOptions, type TurnBench } from './turn-bench.js';

/** A bench, and what its server knows of runs. */
export interface LongBench extends TurnBench {
  /** Ids of a turn's runs, the latest first. */
  runsOf(turnId: string): Promise<string[]>;
  /** Sizes of a turn's runs, the latest first. */
  sizesOf(turnId: string): Promise<{ events: number; bytes: number }[]>;
  /** Deletes all runs of a turn but the latest; resolves when they are gone, with how many there were. */
  deleteEarlier(turnId: string): Promise<number>;
}

/** Starts a bench whose turns go on in another run about every `events` events of history. */
export async function longBench(events: number, options: BenchOptions): Promise<LongBench> {
  const server = await startEmbeddedServer({
    dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': events },
  });
  const bench = await turnBench({ ...options, address: server.address });
  const { connection, workflow } = bench.client.temporal;
  const { namespace } = workflow.options;

  const isThere = async (workflowId: string, runId: string): Promise<boolean> => {
    try {
      await connection.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId, runId } });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  };
  const runsOf = async (turnId: string) => {
    const runs: string[] = [];
    for (let runId: string | null | undefined = ''; ;) {
      const page: temporal.api.workflowservice.v1.IGetWorkflowExecutionHistoryResponse =
        await connection.workflowService.getWorkflowExecutionHistory({
          namespace,
          execution: { workflowId: turnId, runId },
          maximumPageSize: 1,
        });
      const started: temporal.api.history.v1.IWorkflowExecutionStartedEventAttributes | null | undefined =
        page.history?.events?.[0]?.workflowExecutionStartedEventAttributes;
      runs.push(started?.originalExecutionRunId ?? '');
      runId = started?.continuedExecutionRunId;
      if (!runId) return runs;
    }
  };
  const closeBench = bench.close.bind(bench);
  return Object.assign(bench, {
    runsOf,
    async sizesOf(turnId: string) {
      const sizes: { events: number; bytes: number }[] = [];
      for (const runId of await runsOf(turnId)) {
        const execution = { workflowId: turnId, runId };
        const { workflowExecutionInfo: info } = await connection.workflowService.describeWorkflowExecution({
          namespace,
          execution,
        });
        sizes.push({ events: Number(info?.historyLength ?? 0), bytes: Number(info?.historySizeBytes ?? 0) });
      }
      return sizes;
    },
    async deleteEarlier(turnId: string) {
      const [, ...earlier] = await runsOf(turnId);
      for (const runId of earlier) {
        await connection.workflowService.deleteWorkflowExecution({
          namespace,
          workflowExecution: { workflowId: turnId, runId },
        });
      }
      // The server deletes in its own time, and tells nobody when it has.
      for (const runId of earlier) while (await isThere(turnId, runId)) await delay(50);
      return earlier.length;
    },
    async close() {
      await closeBench();
      await server.stop();
    },
  });
}
