/** What the scripted model says, by the user's words: `weather`, `slow`, `refund`, `loop`, or whatever else, said back. */
import { call, calls, say, type Reply, type ScriptInfo, type ScriptRequest } from '../../../src/testing.js';

/** The reply to a request. */
export function reply(_request: ScriptRequest, { conversation: { user: text, results } }: ScriptInfo): Reply {
  const answered = results.length > 0;
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
    case 'refund':
      return answered
        ? say(results.map(({ output }) => output).join(' | '))
        : calls(
            { id: 'call_r', name: 'refund', arguments: { amount: 50, note: `${'n'.repeat(80)}.` } },
            { id: 'call_t', name: 'refund', arguments: { amount: 13 } },
            { id: 'call_u', name: 'refund', arguments: { amount: 5 } },
          );
    case 'loop':
      return call('get_weather', { city: 'Paris' });
    default:
      return say(text);
  }
}
