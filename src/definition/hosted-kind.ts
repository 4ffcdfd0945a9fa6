/**
 * The kinds of tools that a service runs by itself on the Responses API. Rule: a kind whose calls wait for an answer that
 * everycall can't give is refused when defining, since the turn would stop at its first call.
 * Source: the tool types of the Responses API (openai 6.49, `resources/responses`).
 */

/** Fields of a hosted tool, in the service's own words. */
export type HostedSpec = Readonly<Record<string, unknown>> & { readonly type: string };

/** What a field of a kind must be. */
interface FieldRule {
  readonly option: string;
  readonly expected: string;
  readonly fits: (spec: HostedSpec) => boolean;
}

/** A kind of tools. */
export interface HostedKind {
  /** Why tools of this kind can't be used, and what to do instead. */
  readonly refused?: { readonly reason: string; readonly fix: string };
  /** What the isolated tool does, for the model; absent for kinds that a text alone can't ask. */
  readonly isolated?: string;
  readonly fields?: readonly FieldRule[];
  /** Names of the service's own fields, as far as they were known when this was written: a new one may come any day. */
  readonly names?: readonly string[];
}

const WEB: HostedKind = {
  isolated:
    'Searches the web and answers with what it found and its sources. Independent searches can be asked for at once.',
  names: ['filters', 'search_context_size', 'search_content_types', 'user_location', 'external_web_access'],
};

const ANSWERED = 'Use defineTool for what runs on your machines: the model calls it like any other function.';
const COMPUTER = { reason: 'everycall has no screen to answer its calls with', fix: ANSWERED };
const SHELL = { reason: 'everycall runs no commands of a model', fix: ANSWERED };
const FUNCTION = { reason: 'it is run by your code, not by the service', fix: 'Define it by defineTool.' };

const KINDS: ReadonlyMap<string, HostedKind> = new Map<string, HostedKind>([
  ['web_search', WEB],
  ['web_search_2025_08_26', WEB],
  ['web_search_preview', WEB],
  ['web_search_preview_2025_03_11', WEB],
  [
    'file_search',
    {
      names: ['vector_store_ids', 'filters', 'max_num_results', 'ranking_options'],
      isolated:
        'Searches the stored files and answers with what it found and its sources. Independent searches can be asked for at once.',
      fields: [
        {
          option: 'vector_store_ids',
          expected: 'a list of at least one vector store id',
          fits: ({ vector_store_ids: ids }) =>
            Array.isArray(ids) && ids.length > 0 && ids.every((id) => typeof id === 'string' && id !== ''),
        },
      ],
    },
  ],
  [
    'code_interpreter',
    {
      names: ['container', 'allowed_callers'],
      fields: [
        {
          option: 'container',
          expected: "a container id, or { type: 'auto' }",
          fits: ({ container }) => typeof container === 'string' || (typeof container === 'object' && !!container),
        },
      ],
    },
  ],
  [
    'image_generation',
    {
      names: [
        'action',
        'background',
        'input_fidelity',
        'input_image_mask',
        'model',
        'moderation',
        'output_compression',
        'output_format',
        'partial_images',
        'quality',
        'size',
      ],
    },
  ],
  [
    'mcp',
    {
      names: [
        'server_label',
        'server_url',
        'server_description',
        'connector_id',
        'tunnel_id',
        'authorization',
        'headers',
        'allowed_tools',
        'allowed_callers',
        'defer_loading',
        'require_approval',
      ],
      fields: [
        { option: 'server_label', expected: 'a text', fits: ({ server_label: label }) => typeof label === 'string' },
        {
          option: 'require_approval',
          // The service's own default is to ask for each call.
          expected: "'never': approvals of MCP calls can't be answered yet",
          fits: ({ require_approval: approval }) => approval === 'never',
        },
      ],
    },
  ],
  [
    'tool_search',
    {
      names: ['description', 'execution', 'parameters'],
      fields: [
        {
          option: 'execution',
          expected: "'server', since searches of the client's own can't be answered",
          fits: ({ execution }) => execution === undefined || execution === 'server',
        },
      ],
    },
  ],
  ['computer', { refused: COMPUTER }],
  ['computer_use', { refused: COMPUTER }],
  ['computer_use_preview', { refused: COMPUTER }],
  ['local_shell', { refused: SHELL }],
  ['shell', { refused: SHELL }],
  ['apply_patch', { refused: { reason: 'everycall applies no patches of a model', fix: ANSWERED } }],
  ['function', { refused: FUNCTION }],
  ['custom', { refused: FUNCTION }],
  ['namespace', { refused: FUNCTION }],
]);

/** A kind by its type; undefined for one that everycall doesn't know, which another service may have. */
export function hostedKind(type: string): HostedKind | undefined {
  return KINDS.get(type);
}

/** Types that can be isolated. */
export function isolableTypes(): string[] {
  return [...KINDS].filter(([, kind]) => kind.isolated !== undefined).map(([type]) => type);
}

/** Types that can be used. */
export function usableTypes(): string[] {
  return [...KINDS].filter(([, kind]) => !kind.refused).map(([type]) => type);
}
