/** The error for a 200 whose body can't be read: an error page of a proxy, a stream nobody asked for, an empty object. */

/** The service answered 200 with something that is no answer. */
export class AnswerUnreadable extends Error {
  override readonly name = 'AnswerUnreadable';

  /** `what` says which kind of answer was expected, e.g. `chat completion`. */
  constructor(what: string, body: unknown) {
    // Far over what is told: a secret is taken out whole before the text is cut to that.
    super(`the service answered with no ${what} but ${JSON.stringify(body)?.slice(0, 20_000) ?? 'nothing'}`);
  }
}
