/** One request for each thing that is refused, with the refusal: for the pure test and for the one over HTTP. */
import { MESSAGES, PAIRING } from './refused-conversations.js';
import { TOOLS, TOP_LEVEL } from './refused-settings.js';
import type { RefusedRequest } from './request-parts.js';

/** Every refused request. */
export const REFUSED: readonly RefusedRequest[] = [...PAIRING, ...MESSAGES, ...TOOLS, ...TOP_LEVEL];
