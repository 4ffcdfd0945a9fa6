/** Waits for things that happen in a turn, by its own events. */
import type { TurnEvent, TurnHandle } from '../../src/client.js';

type EventOf<Type extends TurnEvent['type']> = Extract<TurnEvent, { type: Type }>;

/** The first events of a type, as many as wanted. Throws when the turn ends without. */
export async function awaitedEvents<Type extends TurnEvent['type']>(
  turn: TurnHandle<unknown>,
  type: Type,
  count = 1,
): Promise<EventOf<Type>[]> {
  const found: EventOf<Type>[] = [];
  for await (const event of turn.events()) {
    if (event.type === type) found.push(event as EventOf<Type>);
    if (found.length === count) return found;
  }
  throw new Error(`the turn ended with ${found.length} of ${count} events ${type}`);
}

/** What `work` throws, as far as tests look at it. Throws when it doesn't. */
export async function thrownBy(work: Promise<unknown>): Promise<{ name: string; code?: string; message: string }> {
  try {
    await work;
  } catch (error) {
    return error as { name: string; code?: string; message: string };
  }
  throw new Error('it was not refused');
}
