/** An input that names an item by its id alone is refused by name where no such item can be found, before it is sent. */
import { chatBody } from '../../src/models/chat/chat-body.js';
import type { ModelRequest } from '../../src/models/model.js';
import { readProviderFault } from '../../src/models/provider-fault.js';
import { responsesBody } from '../../src/models/responses/responses-body.js';
import { asked, given, request } from './responses/requests.js';

const reference = given({ type: 'item_reference', id: 'msg_1' });
const chat = (more: Partial<ModelRequest>) => chatBody(request({ to: { ...request().to, api: 'chat' }, ...more }));
const responses = (more: Partial<ModelRequest>) =>
  responsesBody(request(more), { additions: 'kept', encryptedReasoning: true });

function thrownBy(build: () => unknown): unknown {
  try {
    return build();
  } catch (thrown) {
    return thrown;
  }
}

test.each<[string, (more: Partial<ModelRequest>) => unknown, string]>([
  ['Chat', chat, "which Chat Completions can't take: give the item itself"],
  ['Responses without store', responses, "which a request without store can't take: give the item itself, or set"],
])('on %s', (_what, build, words) => {
  const error = thrownBy(() => build({ transcript: [reference, asked()] }));
  expect(readProviderFault(error, [], 0)).toMatchObject({
    retry: 'final',
    error: {
      code: 'content_unsupported',
      message: expect.stringContaining(`the input holds a reference (item_reference) to item "msg_1", ${words}`),
      retryable: false,
    },
  });
});

test('with store the service looks it up', () => {
  const { body } = responses({ transcript: [reference, asked()], settings: { store: true } });
  expect(body.input).toEqual([reference.item, asked().item]);
});

test('a Chat request without a message is never made', () => {
  const reasoning = given({ type: 'reasoning', id: 'rs_1', summary: [] });
  expect(() => chat({ transcript: [reasoning] })).toThrow(
    "the input holds nothing but what only a service can use, which Chat Completions can't take: add a message of the user",
  );
  expect(chat({ transcript: [reasoning], instructions: 'Be brief.' }).body.messages).toHaveLength(1);
});
