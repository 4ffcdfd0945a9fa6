/**
 * Finds the recorded answer to a request. Rules: by content, each recorded exchange once and in the order of recording,
 * those that stream as the request does first; a stream answers an unstreamed request as the plain answer would; a request that nothing answers is told how it differs from the nearest recorded one, and never goes to a service.
 */
import { isJson } from '../../protocol/json.js';
import { clip } from '../../protocol/outcome-text.js';
import type { Exchange, ExchangeRequest, ExchangeResponse } from './exchange.js';
import type { StoredExchange } from './exchange-folder.js';
import { RECORD_VARIABLE } from './exchange-settings.js';
import { firstDifference } from './first-difference.js';
import { requestContent, type RequestContent } from './request-content.js';
import { unstreamed } from './unstreamed.js';

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
  async answer(request: ExchangeRequest): Promise<ExchangeResponse> {
    const asked = requestContent(request);
    const unused = this.#recorded.filter(({ used }) => !used);
    const alike = (each: Recorded) => streams(each.exchange.request) === streams(request);
    const free = [...unused.filter(alike), ...unused.filter((each) => !alike(each))];
    const found =
      free.find(({ content }) => content.exact === asked.exact) ??
      free.find(({ content }) => content.loose === asked.loose);
    if (!found) return refusal(this.#whyNot(asked));
    found.used = true;
    const { response } = found.exchange;
    // A client that asked for a stream takes a plain answer as well.
    if (!response.stream || streams(request)) return response;
    return (await unstreamed(request.path, response)) ?? refusal(untold(found.file));
  }

  #whyNot(asked: RequestContent): string {
    const same = this.#recorded.filter(({ content }) => content.loose === asked.loose);
    const what = `${asked.request.method} ${clip(asked.request.path, 200)}`;
    if (same.length > 0) {
      const files = clip(same.map(({ file }) => file).join(', '), 200);
      return `this ${what} was recorded ${same.length === 1 ? 'once' : `${same.length} times`} (${files}) and is asked for once more. ${USED_UP}`;
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
const USED_UP =
  `Each recorded exchange answers once in a worker process: start the worker anew for another run of the same turns, or ` +
  `record this request once more with ${RECORD_VARIABLE} into the same folder.`;
const NO_DIFFERENCE = { path: 'request', left: 'its text', right: 'another text' };

function untold(file: string): string {
  return `${file} is a stream that tells no whole answer, which can't answer a request that doesn't stream. Start the turn with stream: true, delete the file, or record anew with ${RECORD_VARIABLE}.`;
}

function streams({ body }: ExchangeRequest): boolean {
  return isJson(body) && body.stream === true;
}

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
