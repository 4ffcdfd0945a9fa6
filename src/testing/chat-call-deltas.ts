/** The calls of a reply as the deltas of a Chat Completions stream, in the service's own order or in a stranger one. Pure. */
import type { AnsweredCall } from './chat-answer.js';
import { pieces } from './pieces.js';
import { takeTurns, type StreamOrder } from './stream-order.js';

/** One element of `delta.tool_calls`. */
type CallDelta = Readonly<Record<string, unknown>>;

/** What of a call stands in which delta. */
interface Form {
  readonly index: number | undefined;
  readonly whole: boolean;
  readonly id: 'first' | 'last' | 'every';
  readonly nameInEvery: boolean;
}

function formOf(place: number, order: StreamOrder | undefined): Form {
  const indexes = new Map<StreamOrder, number | undefined>([
    ['index-gaps', place * 2],
    ['same-index', 0],
    ['no-index', undefined],
  ]);
  const id = order === 'late-ids' ? 'last' : order === 'repeated-ids' ? 'every' : 'first';
  return {
    index: order !== undefined && indexes.has(order) ? indexes.get(order) : place,
    whole: order === 'whole-arguments' || order === 'one-chunk',
    id,
    nameInEvery: order === 'repeated-names',
  };
}

/** The name and the text of a call, and the field that holds its text. */
function partsOf(call: AnsweredCall): { name: string; text: string; field: string } {
  return call.type === 'custom'
    ? { name: call.custom.name, text: call.custom.input, field: 'input' }
    : { name: call.function.name, text: call.function.arguments, field: 'arguments' };
}

/** One call: its id and name, then what it is given in pieces. */
function deltasOf(call: AnsweredCall, form: Form): CallDelta[] {
  const { name, text, field } = partsOf(call);
  const texts = form.whole ? [text] : ['', ...pieces(text)];
  return texts.map((piece, at) => {
    const first = at === 0;
    const hasId = form.id === 'every' || (form.id === 'first' ? first : at === texts.length - 1);
    return {
      ...(form.index !== undefined && { index: form.index }),
      ...(hasId && { id: call.id }),
      ...(first && { type: call.type }),
      [call.type]: { ...((first || form.nameInEvery) && { name }), [field]: piece },
    };
  });
}

/** What `delta.tool_calls` holds in each chunk. */
export function callDeltas(calls: readonly AnsweredCall[], order?: StreamOrder): CallDelta[][] {
  const each = calls.map((call, place) => deltasOf(call, formOf(place, order)));
  if (order === 'one-chunk') return calls.length > 0 ? [each.flat()] : [];
  return (order === 'interleaved' ? takeTurns(each) : each.flat()).map((delta) => [delta]);
}
