/** The warnings of an agent that its author may silence: what is legal, but won't work well. */

/** Codes of warnings. */
export const WARNING_CODES = [
  'hosted_tool_blocks_parallel',
  'hosted_type_unknown',
  'strict_with_parallel',
  'required_single_tool',
  'forbids_parallel',
  'description_missing',
  'description_long',
  'descriptions_alike',
  'names_alike',
  'strict_schema_doubtful',
] as const;

/** Code of a warning. */
export type WarningCode = (typeof WARNING_CODES)[number];
