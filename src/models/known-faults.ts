/**
 * Faults that services report in many forms: one code for each, by whatever says so (a code, a type, or only the text).
 * Rule: a text decides only where no code does, and only where it can't be another fault's. Pure.
 *
 * Sources: OpenAI's guide to errors; public reports of each wording (BerriAI/litellm#16231 for a filter's body behind a
 * proxy, crewAIInc/crewAI-examples#121 for the context); protocol rules of Azure, DeepSeek, Gemini, Groq, OpenRouter.
 */

/** A fault with a name of its own. */
export interface KnownFault {
  /** The code that the turn's error has. */
  readonly code: string;
  readonly retry: 'final' | 'counted' | 'wait';
  /** Codes and types of services that mean it. */
  readonly codes: RegExp;
  /** Texts that mean it where the code is silent. */
  readonly text?: RegExp;
  /** Statuses at which a text is believed; absent: at every one. */
  readonly statuses?: readonly number[];
}

/** What is known of a fault. */
export interface FaultSigns {
  readonly codes: readonly string[];
  readonly text: string;
  readonly status: number | undefined;
  /** The service says when to try again: then nothing is used up for good. */
  readonly saysWhen: boolean;
}

/** Statuses of a request that was refused for what it holds, and none at all: a fault inside a stream. */
const REFUSED = [400, 413, 422, 500];

const KNOWN: readonly KnownFault[] = [
  {
    code: 'insufficient_quota',
    retry: 'final',
    codes: /^(insufficient_(quota|balance|credits|funds)|billing_hard_limit_reached|billing_not_active)$/i,
    text: /exceeded your current quota|insufficient (balance|credits|funds)|billing hard limit/i,
    statuses: [402, 403, 429],
  },
  {
    // The request alone is over the limit of a minute, so that no wait makes room for it.
    code: 'request_too_large',
    retry: 'final',
    codes: /^request_too_large$/i,
    text: /\brequest too large for\b/i,
    statuses: [413, 429],
  },
  {
    code: 'context_length_exceeded',
    retry: 'final',
    codes: /^(context_(length|window)_exceeded|model_max_prompt_tokens_exceeded)$/i,
    text: /context_length_exceeded|ContextWindowExceeded|maximum (context|prompt|input|sequence) length|exceeds? (the |this )?(model'?s? |available )?(maximum )?context (window|length|size)|(prompt|input) is too long|token count.{0,40}exceeds|exceeded model token limit|reduce the length of (the|your) (messages|prompt|input)/i,
    statuses: REFUSED,
  },
  {
    code: 'content_filter',
    retry: 'final',
    codes:
      /^(content_filter(ed)?|content_policy_violation|ResponsibleAIPolicyViolation|moderation_blocked|prohibited_content)$/i,
    text: /content management policy|ContentPolicyViolation|content exists risk|flagged as potentially violating|(input|prompt) was flagged/i,
    statuses: [400, 403, 422],
  },
  {
    code: 'model_not_found',
    retry: 'final',
    codes: /^(model_not_found|DeploymentNotFound|invalid_model)$/i,
    text: /\bmodel\b.{0,200}\b(does not exist|not found)\b|invalid model name|not a valid model\b/i,
    statuses: [400, 404],
  },
  // Groq could not read the call that the model wrote; the next draw may be better.
  { code: 'tool_use_failed', retry: 'counted', codes: /^tool_use_failed$/i },
];

/** The fault that the signs name, if it is one of those known. */
export function knownFault({ codes, text, status, saysWhen }: FaultSigns): KnownFault | undefined {
  const named = codes.flatMap((code) => KNOWN.find((fault) => fault.codes.test(code)) ?? [])[0];
  if (named) return named;
  const said = KNOWN.find(
    (fault) => fault.text?.test(text) && (status === undefined || (fault.statuses?.includes(status) ?? true)),
  );
  // Gemini calls a limit of a minute a quota, and says when it is over.
  return said?.code === 'insufficient_quota' && saysWhen ? undefined : said;
}

/** Statuses that codes stand for: a fault inside a stream comes with status 200. */
const STATUS_OF_CODE: readonly (readonly [RegExp, number])[] = [
  [/^(rate_limit(_exceeded|_error)?|too_many_requests|tokens|requests|RESOURCE_EXHAUSTED)$/i, 429],
  [/^(overloaded(_error)?|slow_down|engine_overloaded|service_unavailable|UNAVAILABLE)$/i, 503],
  [/^(server_error|internal_(server_)?error|api_error|INTERNAL)$/i, 500],
  [/^(authentication_error|invalid_api_key|permission_(error|denied))$/i, 401],
  [/^(invalid_(request_error|prompt|image\w*|base64_image|argument)|not_found_error|unsupported_\w+)$/i, 400],
];

/** The HTTP status that a fault without one would have had, by its codes. */
export function statusOfCodes(codes: readonly string[]): number | undefined {
  return codes.flatMap((code) => STATUS_OF_CODE.find(([means]) => means.test(code))?.[1] ?? [])[0];
}
