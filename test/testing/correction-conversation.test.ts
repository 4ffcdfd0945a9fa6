/** What everycall says after an answer that doesn't fit is no message of the user to a script. */
import { correctionText } from '../../src/protocol/final-answer.js';
import { chatConversation } from '../../src/testing/chat-conversation.js';
import { responsesConversation } from '../../src/testing/responses-conversation.js';
import { NO_MEMORY } from '../../src/testing/responses-rules/memory.js';

const said = [
  { role: 'user', content: 'What is the total?' },
  { role: 'assistant', content: '{"total":"?"}' },
  { role: 'user', content: correctionText('total: expected a number') },
];
const expected = { user: 'What is the total?', turn: 1, step: 2 };

test('Chat Completions', () => {
  expect(chatConversation({ model: 'm', messages: said })).toMatchObject(expected);
});

test('Responses', () => {
  const input = said.map((each) => ({ type: 'message', ...each }));
  expect(responsesConversation({ model: 'm', input }, NO_MEMORY)).toMatchObject(expected);
});
