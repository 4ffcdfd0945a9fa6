/**
 * What the built-in `read_output` returns: a page of an earlier output of its own turn, read from where the whole is kept,
 * that call's result in history. Rule: what can't be read is said truly, and to the model, as no attempt would find it.
 */
import { Context } from '@temporalio/activity';
import { ToolError } from '../definition/tool-error.js';
import { PAGE_CHARS } from '../definition/read-output-tool.js';
import { PayloadReader } from '../history/payload-reader.js';
import { findOutput } from '../history/whole-output.js';
import type { WholeOutput } from '../contract/call-tool.js';
import { textPage, type PageWish } from '../protocol/text-page.js';
import { turnOf } from './activity-turn.js';

/** The arguments of `read_output`, checked against its schema. */
export interface ReadOutputArguments extends Partial<PageWish> {
  /** `<step>.<position>` */
  readonly call: string;
}

/** A page, for the model. @throws {ToolError} when there is none. */
export async function readOutput({ call, ...wish }: ReadOutputArguments, signal: AbortSignal): Promise<string> {
  const { client, info } = Context.current();
  const { workflowId: turnId, runId } = turnOf(info);
  const { namespace, loadedDataConverter } = client.options;
  const [step, position] = call.split('.').map(Number) as [number, number];
  const source = { connection: client.connection, namespace, turnId, runId };
  const reader = new PayloadReader(turnId, namespace, loadedDataConverter);
  const found = await findOutput(source, { step, position }, reader, signal);
  if (found.kind === 'whole') return pageText(found.whole, { length: PAGE_CHARS.standard, ...wish });
  throw new ToolError(WHY_NOT[found.kind](call), { retryable: false });
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
