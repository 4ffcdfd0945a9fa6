/**
 * Finds the recorded answer to a request. Rules: by content, each recorded exchange once and in the order of recording;
 * a request that nothing answers is told how it differs from the nearest recorded one, and never goes to a service.
 */
import { clip } from '../../protocol/outcome-text.js';
import type { Exchange, ExchangeRequest, ExchangeResponse } from './exchange.js';
import type { StoredExchange } from './exchange-folder.js';
import { RECORD_VARIABLE } from './exchange-settings.js';
import { firstDifference } from './first-difference.js';
import { requestContent, type RequestContent } from './request-content.js';

interface Recorded extends StoredExchange {
  readonly content: RequestContent;
  used: boolean;
}

/** Code of the error for a request that nothing answers. */
export const NOT_RECORDED = 'exchange_not_recorded';

/** A recording that is being replayed. */
export class Replayer {
  readonly #recorded: readonly Recorded[];

  constructor(exchanges: readonly StoredExchange[]) {
    this.#recorded = exchanges.map((stored) => ({
      ...stored,
      content: requestContent(stored.exchange.request),
      used: false,
    }));
  }

  /** The recorded answer, or a refusal that no retry can mend. */
  answer(request: ExchangeRequest): ExchangeResponse {
    const asked = requestContent(request);
    const free = this.#recorded.filter(({ used }) => !used);
    const found =
      free.find(({ content }) => content.exact === asked.exact) ??
      free.find(({ content }) => content.loose === asked.loose);
    if (!found) return refusal(this.#whyNot(asked));
    found.used = true;
    return found.exchange.response;
  }

  #whyNot(asked: RequestContent): string {
    const same = this.#recorded.filter(({ content }) => content.loose === asked.loose);
    const what = `${asked.request.method} ${clip(asked.request.path, 200)}`;
    if (same.length > 0) {
      const files = clip(same.map(({ file }) => file).join(', '), 200);
      return `this ${what} was recorded ${same.length === 1 ? 'once' : `${same.length} times`} (${files}) and is asked for once more. ${AGAIN}`;
    }
    const nearest = this.#nearest(asked);
    const { path, left, right } = firstDifference('request', nearest.content.request, asked.request) ?? NO_DIFFERENCE;
    return `no recorded request is like this ${what}. The nearest one is ${nearest.file}; they differ first at ${path}: recorded ${left}, asked ${right}. ${AGAIN}`;
  }

  /** The one whose text has the most in common with the request from its beginning, unused ones first. */
  #nearest(asked: RequestContent): Recorded {
    const ranked = this.#recorded.map((recorded) => ({
      recorded,
      rank: commonStart(recorded.content.exact, asked.exact) + (recorded.used ? 0 : 0.5),
    }));
    return ranked.reduce((best, each) => (each.rank > best.rank ? each : best)).recorded;
  }
}

const AGAIN = `Set back what changed, or record anew with ${RECORD_VARIABLE} into an empty folder.`;
const NO_DIFFERENCE = { path: 'request', left: 'its text', right: 'another text' };

function refusal(message: string): Exchange['response'] {
  const error = { message, type: 'invalid_request_error', param: null, code: NOT_RECORDED };
  const headers = { 'content-type': 'application/json', 'x-should-retry': 'false' };
  return { status: 400, headers, body: { error } };
}

function commonStart(a: string, b: string): number {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  return same;
}
