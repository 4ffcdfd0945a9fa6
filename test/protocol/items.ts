/** Short forms of items and entries. */
import type { Entry } from '../../src/protocol/entry.js';
import { message, type Item } from '../../src/protocol/item.js';

export const call = (id: string, name = 'f', args = '{}'): Item => ({
  type: 'function_call',
  call_id: id,
  name,
  arguments: args,
});
export const result = (id: string, output = 'done'): Item => ({ type: 'function_call_output', call_id: id, output });
export const user = (text = 'hi'): Item => message('user', text);
export const says = (text = 'hello'): Item => message('assistant', text);

/** Entries of these items, all of one step, with ids by place. */
export const entries = (...items: Item[]): Entry[] => items.map((item, at) => ({ id: `e${at}`, step: 1, item }));
