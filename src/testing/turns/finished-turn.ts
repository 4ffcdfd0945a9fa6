/** A turn that has ended, as tests judge it. */
import type { TurnHandle } from '../../client/turn-handle.js';
import type { TurnResult } from '../../contract/turn.js';
import type { CallView } from '../../history/turn-view.js';
import type { Item } from '../../protocol/item.js';
import type { LoggedRequest } from '../logged-request.js';

/** How a turn went. */
export interface FinishedTurn<Output = string> {
  readonly turnId: string;
  readonly result: TurnResult<Output>;
  /** Its calls with their outcomes, by step and position. */
  readonly calls: readonly CallView[];
  /** All that was said, the input included. */
  readonly transcript: readonly Item[];
  /** The requests that the model got for it. */
  readonly requests: readonly LoggedRequest[];
}

/** Reads what history says of a turn that has ended. */
export async function finishTurn<Output>(
  turn: TurnHandle<Output>,
  result: TurnResult<Output>,
  requests: readonly LoggedRequest[],
): Promise<FinishedTurn<Output>> {
  const { calls, entries } = await turn.view();
  return { turnId: turn.turnId, result, calls, transcript: entries.map(({ item }) => item), requests };
}
