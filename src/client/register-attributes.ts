/**
 * Registers the search attributes that everycall uses where they exist. Rules: one that nothing fills in is not registered;
 * what is there already is left as it is; and nothing needs them: without, the inbox looks through all running turns.
 */
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { WAITING_ATTRIBUTE } from '../contract/people.js';

/** Names of the attributes, all of kind Keyword. */
const NAMES: readonly string[] = [WAITING_ATTRIBUTE];

/** What came of it. */
export interface RegisteredAttributes {
  readonly added: readonly string[];
  /** They were there before. */
  readonly present: readonly string[];
}

/** Registers what is missing. Throws the server's error when the account may not. */
export async function registerAttributes(temporal: Client): Promise<RegisteredAttributes> {
  const { namespace } = temporal.workflow.options;
  const { operatorService } = temporal.connection;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const present = NAMES.filter((name) => Object.hasOwn(customAttributes ?? {}, name));
  const added = NAMES.filter((name) => !present.includes(name));
  const keyword = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  if (added.length > 0) {
    const searchAttributes = Object.fromEntries(added.map((name) => [name, keyword]));
    await operatorService.addSearchAttributes({ namespace, searchAttributes });
  }
  return { added, present };
}

/** The commands that do the same by hand. */
export function registerCommands(namespace: string): string[] {
  return NAMES.map(
    (name) => `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type Keyword`,
  );
}
