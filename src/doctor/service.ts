/** The services whose rules the doctor knows, and what differs between them in ids. */

/** Services that can be chosen. Each adds its own rules to those that all share, and answers in its own words. */
export const SERVICES = ['openai', 'mistral', 'deepseek', 'gemini'] as const;

/** A service. */
export type Service = (typeof SERVICES)[number];

/** The two wire forms of a conversation. */
export type Api = 'chat' | 'responses';

/**
 * Characters that a call's id may have: 40 in Chat Completions (microsoft/autogen#6377), 64 in Responses
 * (AnswerDotAI/fastllm#45).
 */
export const MOST_ID: Readonly<Record<Api, number>> = { chat: 40, responses: 64 };

/** The one form of id that Mistral takes. Source: nearai/ironclaw#1241. */
export const MISTRAL_ID = /^[a-zA-Z0-9]{9}$/;
