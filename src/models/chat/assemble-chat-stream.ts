/**
 * From the chunks of a Chat Completions stream to the body that the plain answer would have had, so that one reader serves
 * both. Rule: an answer that was not seen to its end is none, and nothing that the service added is lost.
 */
import { isJson, listOf, type Json } from '../../protocol/json.js';
import { AnswerFailed, StreamCut } from '../answer-faults.js';
import { AnswerRoom } from '../answer-room.js';
import { AnswerUnreadable } from '../answer-unreadable.js';
import { CallAssembly } from './call-assembly.js';
import { reported, STREAM_DONE } from '../json-events.js';
import { tokenUsage } from '../token-usage.js';
import { mergeAdded, mergeFields } from './merge-added.js';
import { StreamAmbiguous } from './run-together.js';

/**
 * The body of the plain answer. `onText` is told each piece of text, refusals included.
 * @throws {StreamCut} without a finish reason and without `[DONE]`; {AnswerFailed} on an error of the service in the
 * stream; {StreamAmbiguous} when calls were run together; {AnswerTooLarge} over 16 MB; {AnswerUnreadable} on nonsense.
 */
export async function assembleChatStream(
  chunks: AsyncIterable<unknown>,
  onText: (delta: string) => void,
): Promise<Json> {
  const assembly = new ChatAssembly(onText);
  for await (const chunk of chunks) {
    assembly.add(chunk);
    // The answer is whole: whether and how the connection ends says nothing more of it.
    if (chunk === STREAM_DONE) break;
  }
  return assembly.body();
}

/** Fields of a delta that belong to the stream, not to the answer: which channel a piece is of, and its number. */
const FRAMING = new Set(['role', 'index', 'channel']);

class ChatAssembly {
  readonly #onText: (delta: string) => void;
  readonly #room = new AnswerRoom();
  readonly #calls = new CallAssembly(this.#room);
  #events = 0;
  #done = false;
  /** Index of the choice that is read: that of the first one that came. */
  #choice: unknown;
  #choices = new Set<unknown>();
  #finish: string | null = null;
  #usage: unknown;
  #content: unknown[] = [];
  #message: Json = {};

  constructor(onText: (delta: string) => void) {
    this.#onText = onText;
  }

  add(chunk: unknown): void {
    if (chunk === STREAM_DONE) {
      this.#done = true;
      return;
    }
    this.#events += 1;
    if (!isJson(chunk)) throw new AnswerUnreadable('chunk of a chat completion', chunk);
    if (chunk.error) throw new AnswerFailed(reported(chunk));
    if (isJson(chunk.usage)) this.#usage = chunk.usage;
    for (const choice of listOf(chunk.choices).filter(isJson)) this.#takeChoice(choice);
  }

  #takeChoice(choice: Json): void {
    const index = choice.index ?? 0;
    if (this.#choices.size === 0) this.#choice = index;
    if (!this.#choices.has(index)) this.#room.take('{"index":0}');
    this.#choices.add(index);
    if (index !== this.#choice) return;
    if (choice.error) throw new AnswerFailed(reported(choice));
    if (typeof choice.finish_reason === 'string' && choice.finish_reason !== '') this.#finish = choice.finish_reason;
    // Moonshot counts the tokens in the choice.
    if (isJson(choice.usage)) this.#usage ??= choice.usage;
    if (isJson(choice.delta)) this.#takeDelta(choice.delta);
  }

  #takeDelta({ content, refusal, tool_calls: calls, ...others }: Json): void {
    for (const piece of typeof content === 'string' ? [content] : listOf(content)) this.#takeContent(piece);
    if (typeof refusal === 'string' && refusal !== '') this.#takeText('refusal', refusal);
    this.#calls.add(listOf(calls));
    const added = Object.entries(others).filter(([field]) => !FRAMING.has(field));
    this.#message = mergeFields(this.#message, Object.fromEntries(added), this.#room);
  }

  /** A piece of text, or a content part where the API says text. */
  #takeContent(piece: unknown): void {
    const text = typeof piece === 'string' ? piece : isJson(piece) ? piece.text : undefined;
    this.#content.push(
      typeof piece === 'string' ? this.#room.take(piece) : mergeAdded('', undefined, piece, this.#room),
    );
    if (typeof text === 'string' && text !== '') this.#onText(text);
  }

  #takeText(field: 'refusal', text: string): void {
    const before = this.#message[field];
    this.#message = { ...this.#message, [field]: (typeof before === 'string' ? before : '') + this.#room.take(text) };
    this.#onText(text);
  }

  body(): Json {
    if (this.#finish === null && !this.#done) throw new StreamCut('a finish_reason or [DONE]', this.#events);
    const { ambiguous, calls } = this.#calls;
    if (ambiguous)
      throw new StreamAmbiguous(ambiguous.id, ambiguous.args, tokenUsage(this.#usage, 'prompt', 'completion'));
    const message = {
      ...this.#message,
      role: 'assistant',
      content: this.#contentWhole(),
      ...(calls.length > 0 && { tool_calls: calls }),
    };
    const choices = [...this.#choices].map((index) =>
      index === this.#choice ? { index, message, finish_reason: this.#finish } : { index },
    );
    return { choices, usage: this.#usage };
  }

  #contentWhole(): unknown {
    if (this.#content.length === 0) return null;
    if (this.#content.every((piece) => typeof piece === 'string')) return this.#content.join('');
    return this.#content.map((piece) => (typeof piece === 'string' ? { type: 'text', text: piece } : piece));
  }
}
