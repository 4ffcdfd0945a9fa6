/** The error for a 200 whose body can't be read: an error page of a proxy, a stream nobody asked for, an empty object. */
import { fieldsOf, isJson, type Json } from '../protocol/json.js';

/** The service answered 200 with something that is no answer. */
export class AnswerUnreadable extends Error {
  override readonly name = 'AnswerUnreadable';

  /** What the body says went wrong: some services report a fault with status 200. */
  readonly error: Json | undefined;

  /** `what` says which kind of answer was expected, e.g. `chat completion`. */
  constructor(what: string, body: unknown) {
    // Far over what is told: a secret is taken out whole before the text is cut to that.
    super(`the service answered with no ${what} but ${JSON.stringify(body)?.slice(0, 20_000) ?? 'nothing'}`);
    const { error } = fieldsOf(body);
    this.error = isJson(error) ? error : undefined;
  }
}
