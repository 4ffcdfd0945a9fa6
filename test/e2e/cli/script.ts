/** What the scripted model says, by the user's words: `weather`, `slow`, `loop`, or whatever else, said back. */
import { call, calls, say, type ChatRequest, type Reply } from '../../../src/testing.js';

/** The reply to a request. */
export function reply({ messages }: ChatRequest): Reply {
  const asked = messages.findLast((message) => message.role === 'user');
  const text = typeof asked?.content === 'string' ? asked.content : '';
  const answered = messages.at(-1)?.role === 'tool';
  switch (text) {
    case 'weather':
      return answered
        ? say('Sunny.')
        : calls(
            { id: 'call_a', name: 'get_weather', arguments: { city: 'Paris' } },
            { id: 'call_b', name: 'get_weather', arguments: { city: 'Rome' } },
            { id: 'call_c', name: 'get_wether', arguments: { city: 'Oslo' } },
            { id: 'call_d', name: 'get_weather', arguments: { city: 'Nowhere' } },
          );
    case 'slow':
      return answered ? say('Slow is done.') : call('slow', {}, 'call_s');
    case 'loop':
      return call('get_weather', { city: 'Paris' });
    default:
      return say(text);
  }
}
