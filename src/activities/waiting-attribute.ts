/**
 * Whether the search attribute of turns that wait for people is registered. Rule: an upsert of one that isn't fails the
 * turn's task for ever, so whatever hinders the question counts as no.
 */
import { Context } from '@temporalio/activity';
import { WAITING_ATTRIBUTE } from '../contract/people.js';

/** How long an answer holds. */
const KNOWN_MS = 60_000;
const ASK_MS = 2_000;

/** Asks the server, at most once a minute. */
export class WaitingAttribute {
  #known: { readonly registered: boolean; readonly until: number } | undefined;

  async isRegistered(): Promise<boolean> {
    if (this.#known && Date.now() < this.#known.until) return this.#known.registered;
    const registered = await ask().catch(() => false);
    this.#known = { registered, until: Date.now() + KNOWN_MS };
    return registered;
  }
}

async function ask(): Promise<boolean> {
  const { client, info } = Context.current();
  const namespace = info.namespace;
  const { connection } = client;
  const { customAttributes } = await client.withDeadline(Date.now() + ASK_MS, () =>
    connection.operatorService.listSearchAttributes({ namespace }),
  );
  return Object.hasOwn(customAttributes ?? {}, WAITING_ATTRIBUTE);
}
