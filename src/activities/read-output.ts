/**
 * What the built-in `read_output` returns: a page of an earlier output of its own turn, or of one that the turn goes on from,
 * read from where the whole is kept, that call's result in history. Rule: what can't be read is said truly, and to the model,
 * as no attempt would find it; no other turn is read, whatever the model asks for.
 */
import { Context } from '@temporalio/activity';
import type { CallToolInput, WholeOutput } from '../contract/call-tool.js';
import { outputTag, parseOutputName } from '../contract/output-name.js';
import { ToolError } from '../definition/tool-error.js';
import { PAGE_CHARS } from '../definition/read-output-tool.js';
import { isNotFound } from '../history/grpc-fault.js';
import { ancestorsOf } from '../history/lineage.js';
import { PayloadReader } from '../history/payload-reader.js';
import { findOutput, type FoundOutput, type OutputSource } from '../history/whole-output.js';
import { textPage, type PageWish } from '../protocol/text-page.js';
import { turnOf } from './activity-turn.js';

/** The arguments of `read_output`, checked against its schema. */
export interface ReadOutputArguments extends Partial<PageWish> {
  /** As the mark names it: {@link outputName}. */
  readonly call: string;
}

/** Turns that a name without a tag may be of: the one that began with nothing, and those that stand before it lost. */
const MOST_LOOKED_AT = 5;

/** A page, for the model. @throws {ToolError} when there is none. */
export async function readOutput(
  { call, ...wish }: ReadOutputArguments,
  { tagged }: Pick<CallToolInput, 'tagged'>,
  signal: AbortSignal,
): Promise<string> {
  const { client, info } = Context.current();
  const { workflowId: turnId, runId } = turnOf(info);
  const { namespace, loadedDataConverter } = client.options;
  const own = { connection: client.connection, namespace, turnId, runId };
  const readerOf = (id: string) => new PayloadReader(id, namespace, loadedDataConverter);
  const find = (source: OutputSource) => findOutput(source, call, readerOf(source.turnId), signal);
  const { tag } = parseOutputName(call);
  const isOwn = tag === (tagged && outputTag(turnId));
  const found = isOwn ? await find(own) : await findBefore(own, tag, { find, readerOf, signal });
  if (found.kind === 'whole') return pageText(found.whole, { length: PAGE_CHARS.standard, ...wish });
  throw new ToolError(WHY_NOT[found.kind](call), { retryable: false });
}

/** How turns are read. */
interface Reading {
  readonly find: (source: OutputSource) => Promise<FoundOutput>;
  readonly readerOf: (turnId: string) => PayloadReader;
  readonly signal: AbortSignal;
}

/** The output, from a turn that the own one goes on from. */
async function findBefore(
  own: OutputSource,
  tag: string | undefined,
  { find, readerOf, signal }: Reading,
): Promise<FoundOutput> {
  const ancestors = await ancestorsOf(own, readerOf, signal);
  const tagged = ancestors.filter(({ turnId }) => outputTag(turnId) === tag);
  // The first one of them began with nothing.
  const candidates = tag === undefined ? ancestors.reverse().slice(0, MOST_LOOKED_AT) : tagged;
  let gone = false;
  for (const ancestor of candidates) {
    const found = await find({ ...own, ...ancestor, runId: '' }).catch((error: unknown): FoundOutput => {
      if (isNotFound(error)) return { kind: 'gone' };
      throw error;
    });
    if (found.kind === 'whole') return found;
    gone ||= found.kind === 'gone';
  }
  return { kind: gone ? 'gone' : 'none' };
}

/** A page under a line that says what it is and where the next one begins. */
export function pageText({ text, lost = 0 }: WholeOutput, wish: PageWish): string {
  const page = textPage(text, wish);
  const to = page.offset + page.text.length;
  const missing = lost > 0 ? `; ${lost} more characters were lost` : '';
  const next = page.next === undefined ? `the end${missing}` : `go on with {"offset":${page.next}}${missing}`;
  return `[characters ${page.offset} to ${to} of ${text.length}, from line ${page.line}; ${next}]\n${page.text}`;
}

const WHY_NOT = {
  as_told: (call: string) =>
    `nothing was cut off the output of call ${call} that could be read: what was told of it is all.`,
  none: (call: string) =>
    `no call ${call} has returned in this turn. Name the call as the mark in the cut output does.`,
  gone: (call: string) => `the whole output of call ${call} is no longer kept. Call the tool again if you need it.`,
} as const;
