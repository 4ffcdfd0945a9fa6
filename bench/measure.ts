/** Measures two sides in interleaved pairs, so that a busy machine is busy for both. */
import type { Side } from './sides.js';
import type { Task } from './task.js';

/** Figures of everycall's side and of the other. */
export interface Figures {
  readonly ours: number;
  readonly plain: number;
  /** Median of the ratios ours / plain of the pairs. */
  readonly ratio: number;
}

type Sides = readonly [Side, Side];

/** p50 of a turn from start to result, in milliseconds, one turn at a time. */
export function latency(sides: Sides, task: Task, pairs: number): Promise<Figures> {
  return inPairs(sides, pairs, async (side) => {
    const began = performance.now();
    await side.turn(task);
    return performance.now() - began;
  });
}

/** How a throughput is measured. */
export interface Load {
  readonly turns: number;
  /** Turns that are open at once. */
  readonly concurrent: number;
  /** Rounds of each side. */
  readonly pairs: number;
}

/** Turns a second at so many open turns. */
export function throughput(sides: Sides, task: Task, { turns, concurrent, pairs }: Load): Promise<Figures> {
  return inPairs(sides, pairs, async (side) => {
    let left = turns;
    const began = performance.now();
    await Promise.all(
      Array.from({ length: concurrent }, async () => {
        while (left-- > 0) await side.turn(task);
      }),
    );
    return turns / ((performance.now() - began) / 1000);
  });
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

async function inPairs([ours, plain]: Sides, pairs: number, once: (side: Side) => Promise<number>): Promise<Figures> {
  const figures: { ours: number; plain: number }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    // The side that goes first alternates: whatever the first leaves behind is not always paid by the same one.
    if (pair % 2 === 0) {
      const first = await once(ours);
      figures.push({ ours: first, plain: await once(plain) });
    } else {
      const first = await once(plain);
      figures.push({ plain: first, ours: await once(ours) });
    }
  }
  return {
    ours: median(figures.map((pair) => pair.ours)),
    plain: median(figures.map((pair) => pair.plain)),
    ratio: median(figures.map((pair) => pair.ours / pair.plain)),
  };
}
