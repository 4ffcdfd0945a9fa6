/** Which entries say that the whole of an output can be read. */
import { hasMark, readingText } from '../../src/contract/output-name.js';
import { message, type Item } from '../../src/protocol/item.js';

const MARK = `[cut: ${readingText('2.0')} reads the rest]`;
const output = (text: unknown) => ({ type: 'function_call_output', call_id: 'c', output: text }) as unknown as Item;

test.each<[string, Item, boolean]>([
  ['an output that was cut', output(MARK), true],
  ['a list of parts that was cut', output([{ type: 'input_text', text: MARK }]), true],
  ['a summary that quotes the mark', message('user', `Done so far: ${MARK}`), true],
  ['an output as it was', output('all of it'), false],
  ['a message', message('user', 'Call read_output.'), false],
])('%s', (_, item, marked) => {
  expect(hasMark({ id: 'e', step: 1, item })).toBe(marked);
});
