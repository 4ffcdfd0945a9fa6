/**
 * A limit that workers share, on a real server: 100 turns against a service that takes 10 requests a second; and what
 * becomes of turns when the gate goes, or when there is none.
 */
import { DefaultLogger } from '@temporalio/worker';
import { MODEL_GATE } from '../../src/contract/model-gate.js';
import { defineAgent, type RateLimitOptions } from '../../src/index.js';
import { rateLimited, say, type ScriptedModelOptions } from '../../src/testing.js';
import { startWorker } from '../../src/worker.js';
import { turnBench, type TurnBench } from '../harness/turn-bench.js';
