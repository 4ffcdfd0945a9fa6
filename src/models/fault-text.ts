/** What is told of a fault: the service's own words, the network's where it has none, and never a page of HTML. Pure. */
import { withNetwork } from '../definition/network-cause.js';
import type { ThrownFields } from './thrown-fields.js';

const PAGE = /<(?:!doctype\s+html|html|head|body|center|h1)\b/i;
const TITLE = /<(?:title|h1)[^>]*>\s*([^<]{1,200})/i;
const TITLE_CHARS = 100;

/** The message of a fault, unbounded and with its secrets. */
export function faultText({ said, message, network, status }: ThrownFields): string {
  const text = said ?? message ?? 'the model call failed without a message';
  if (PAGE.test(text)) return pageText(text, status);
  if (!network || said !== undefined) return text;
  return withNetwork(text, network);
}

/** A proxy between here and the service answered with a page for people. */
function pageText(text: string, status: number | undefined): string {
  const title = TITLE.exec(text)?.[1]?.replace(/\s+/g, ' ').trim().slice(0, TITLE_CHARS);
  const named = title ? ` titled "${title}"` : '';
  const from = status === undefined ? '' : ` and status ${status}`;
  return `the service answered with an HTML page${named}${from}, not with JSON: is a proxy in between, or the base URL wrong?`;
}
