/** What a message meets on its way to a session: what passes is tried again, by the same id; the rest is told. */
import type { Client } from '@temporalio/client';
import { message as said } from '../../src/protocol/item.js';
import { sendMessage, type MessageTarget } from '../../src/client/send-message.js';
import { SendOrder } from '../../src/client/send-order.js';
import type { SessionMessage } from '../../src/contract/session.js';

const MESSAGE: SessionMessage = { id: 'm-1', agent: 'shop', onBusy: 'queue', input: [said('user', 'hi')] };

/** A server that answers so. */
function target(answers: readonly (Error | { turn: number })[]) {
  const asked: string[] = [];
  const connection = { withAbortSignal: (_signal: unknown, send: () => unknown) => send() };
  const executeUpdateWithStart = async (_update: string, { args }: { args: [SessionMessage] }) => {
    const answer = answers[asked.length];
    asked.push(args[0].id);
    if (answer instanceof Error || answer === undefined) throw answer ?? new Error('asked too often');
    return answer;
  };
  const temporal = { connection, workflow: { executeUpdateWithStart } } as unknown as Client;
  const source = { connection, namespace: 'default', sessionId: 's' } as unknown as MessageTarget['source'];
  return { asked, place: { temporal, source, taskQueue: 'q', order: new SendOrder() } };
}

const fault = (code: number, message: string) => Object.assign(new Error(message), { code });

test.each([
  ['the server is away', fault(14, 'unavailable')],
  ['too many updates wait', fault(8, 'limit of updates')],
  ['the session goes on in another run just then', fault(9, 'unexpected workflow task failure')],
  ['the request was given up', fault(1, 'cancelled')],
])('%s: the message is sent again', async (_what, error) => {
  const { asked, place } = target([error, { turn: 3 }]);
  expect(await sendMessage(place, MESSAGE)).toEqual({ turn: 3 });
  expect(asked).toEqual(['m-1', 'm-1']);
});

test('what does not pass is told at once, and holds nobody up', async () => {
  const { asked, place } = target([fault(7, 'no permission'), { turn: 1 }]);
  await expect(sendMessage(place, MESSAGE)).rejects.toThrow('no permission');
  expect(await sendMessage(place, { ...MESSAGE, id: 'm-2' })).toEqual({ turn: 1 });
  expect(asked).toEqual(['m-1', 'm-2']);
});
