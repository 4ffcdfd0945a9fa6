/** `startTurn` is typed by the agent's type alone; nothing here runs. */
import type { EverycallClient } from '../../src/client/everycall-client.js';
import type { TurnResult } from '../../src/contract/turn.js';
import type { TypedAgent } from '../../src/definition/agent-types.js';

interface Shop extends TypedAgent<'shop', { userId: string }, { total: number }> {
  readonly made: true;
}
interface Plain extends TypedAgent<'plain', undefined, string> {
  readonly made: true;
}

export async function typed(client: EverycallClient): Promise<void> {
  const shop = await client.startTurn<Shop>('shop', 'hi', { context: { userId: 'u1' } });
  const result: TurnResult<{ total: number }> = await shop.result();
  if (result.outcome === 'completed') result.output.total.toFixed();

  // @ts-expect-error another agent's name
  await client.startTurn<Shop>('shopp', 'hi', { context: { userId: 'u1' } });
  // @ts-expect-error the context is missing
  await client.startTurn<Shop>('shop', 'hi');
  // @ts-expect-error the context has another type
  await client.startTurn<Shop>('shop', 'hi', { context: { userId: 1 } });

  const plain = await client.startTurn<Plain>('plain', 'hi');
  const text: TurnResult = await plain.result();
  if (text.outcome === 'completed') text.output.trim();
  // @ts-expect-error this agent has no context
  await client.startTurn<Plain>('plain', 'hi', { context: { userId: 'u1' } });

  const standing = { every: '1h', context: { userId: 'u1' } } as const;
  await client.schedules.create<Shop>('shop', 'hi', standing);
  await client.schedules.create<Plain>('plain', 'hi', { cron: '@daily', timezone: 'Europe/Paris' });
  // @ts-expect-error the context is missing
  await client.schedules.create<Shop>('shop', 'hi', { every: '1h' });
  // @ts-expect-error a time zone goes with a cron expression alone
  await client.schedules.create<Plain>('plain', 'hi', { every: '1h', timezone: 'Europe/Paris' });
  // @ts-expect-error each of its turns has an id of its own
  await client.schedules.create<Plain>('plain', 'hi', { every: '1h', turnId: 'a' });
  await client.schedules.update<Shop>('id', { every: '2h' });
  await client.schedules.update<Shop>('id', { input: 'hello', context: { userId: 'u2' }, timezone: 'Europe/Paris' });
  // @ts-expect-error the context is another one
  await client.schedules.update<Shop>('id', { context: { user: 'u2' } });
  // @ts-expect-error the agent stays
  await client.schedules.update<Shop>('id', { agent: 'other' });

  const untyped = await client.startTurn('any name', [{ role: 'user', content: 'hi' }], { context: { any: 1 } });
  const any: TurnResult = await untyped.result();
  if (any.outcome === 'completed') any.output.trim();
}

test('types are proved by the compiler', () => {
  expect(typed).toBeInstanceOf(Function);
});
