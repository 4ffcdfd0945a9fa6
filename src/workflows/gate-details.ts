/** What Temporal UI shows of a gate as its current details. Pure. */
import type { MinuteRate, RateState } from '../protocol/rate-lease.js';

/** What is known of a gate. */
export interface GateFacts {
  readonly title: string;
  readonly rate: MinuteRate;
  readonly state: RateState;
  /** Permits leased since the gate began. */
  readonly leased: number;
}

/** A Markdown table. */
export function gateDetails({ title, rate, state, leased }: GateFacts): string {
  const rows = [
    ['requests a minute', rate.requestsPerMinute ?? 'no bound'],
    ['tokens a minute', rate.tokensPerMinute ?? 'no bound'],
    ['permits leased', leased],
    ['workers that ask', state.claims.length],
    ['next permit', time(state.nextAt)],
    ['the service told to wait until', state.toldUntil > 0 ? time(state.toldUntil) : '-'],
  ];
  return [`**${title}**`, '', '| | |', '|---|---|', ...rows.map(([what, value]) => `| ${what} | ${value} |`)].join(
    '\n',
  );
}

function time(at: number): string {
  return new Date(at).toISOString();
}
