/** The forms of input items: which fields each type may and must have. Source: openai/openai-openapi v2.3.0, InputItem. */

/** One type of item. */
export interface ItemForm {
  readonly required: readonly string[];
  /** All fields, `type` included. */
  readonly known: ReadonlySet<string>;
  /** How its id begins, where the service checks it. Source: jlcodes99/cockpit-tools#2090; which types, from memory. */
  readonly prefix?: string;
}

function form(required: string, optional: string, prefix?: string): ItemForm {
  const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');
  const known = new Set(['type', ...words(required), ...words(optional)]);
  return { required: words(required), known, ...(prefix !== undefined && { prefix }) };
}

/**
 * The forms by type. Fields that the service's own answers have are known even where the schema of the input lacks them
 * (`created_by`): what it said can be said back. An id is nowhere required: clients that store nothing leave it out.
 */
export const ITEM_FORMS: ReadonlyMap<string, ItemForm> = new Map([
  ['message', form('role content', 'id status phase', 'msg')],
  ['file_search_call', form('queries', 'id status results')],
  ['computer_call', form('call_id', 'id action actions pending_safety_checks status')],
  ['computer_call_output', form('call_id output', 'id acknowledged_safety_checks status created_by')],
  ['web_search_call', form('', 'id status action', 'ws')],
  ['function_call', form('call_id name arguments', 'id status caller namespace', 'fc')],
  ['function_call_output', form('call_id output', 'id status caller name namespace created_by')],
  ['tool_search_call', form('arguments', 'id call_id execution status created_by')],
  ['tool_search_output', form('tools', 'id call_id execution status created_by')],
  ['additional_tools', form('role tools', 'id')],
  ['reasoning', form('summary', 'id encrypted_content content status', 'rs')],
  ['compaction', form('encrypted_content', 'id created_by')],
  ['compaction_trigger', form('', '')],
  ['image_generation_call', form('', 'id status result background output_format quality size revised_prompt action')],
  ['code_interpreter_call', form('', 'id status container_id code outputs')],
  ['local_shell_call', form('call_id action', 'id status')],
  ['local_shell_call_output', form('output', 'id call_id status')],
  ['shell_call', form('call_id action', 'id status caller environment created_by')],
  ['shell_call_output', form('call_id output', 'id status caller max_output_length created_by')],
  ['apply_patch_call', form('call_id operation', 'id status caller created_by')],
  ['apply_patch_call_output', form('call_id status', 'id output caller created_by')],
  ['mcp_list_tools', form('server_label tools', 'id error')],
  ['mcp_approval_request', form('server_label name arguments', 'id')],
  ['mcp_approval_response', form('approval_request_id approve', 'id reason')],
  ['mcp_call', form('server_label name arguments', 'id approval_request_id error output status')],
  ['custom_tool_call', form('call_id name input', 'id status caller namespace', 'ct')],
  ['custom_tool_call_output', form('call_id output', 'id status caller')],
  ['program', form('call_id code fingerprint', 'id')],
  ['program_output', form('call_id result status', 'id')],
  ['item_reference', form('id', '')],
]);

/** The type of an input item: a message may leave it out, and so may a reference that has nothing but an id. */
export function itemType(item: Readonly<Record<string, unknown>>): string {
  if (typeof item.type === 'string') return item.type;
  return 'id' in item && !('role' in item) ? 'item_reference' : 'message';
}
