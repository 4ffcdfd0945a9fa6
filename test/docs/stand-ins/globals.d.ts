/** What a snippet of docs/ may use without saying where it comes from: an earlier snippet's names, and the reader's own code. */
import type { Agent, Tool } from 'everycall';
import type { EverycallClient, SessionHandle, TurnHandle } from 'everycall/client';
import type { TestTurns } from 'everycall/testing';
import type { orders as testedAgent } from '../../../examples/testing/orders.js';

declare global {
  const client: EverycallClient;
  const session: SessionHandle;
  const turn: TurnHandle;
  const turns: TestTurns;
  const agents: Agent[];
  const shop: Agent;
  const orders: typeof testedAgent;
  const context: { readonly userId: string };

  const fetchPage: Tool<unknown>;
  const listNotes: Tool<unknown>;
  const listOrders: Tool<unknown>;
  const listTasks: Tool<unknown>;
  const note: Tool<unknown>;

  const crawl: (url: string) => Promise<string>;
  const db: { query(sql: string, values: readonly unknown[]): Promise<void> };
  const exportState: () => Promise<string>;
  const keep: (text: string) => void;
  const messages: unknown[];
  const pay: (order: string, amount: number, idempotencyKey: string) => Promise<string>;
  const pdf: string;
  const plot: (month: string) => Promise<string>;
  const render: (text: string) => void;
  const request: { readonly id: string };
  const text: string;
}
