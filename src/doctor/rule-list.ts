/** The doctor's rules in the order in which they are applied: shapes first, so that later rules may rely on them. */
import { adjacentOutputs } from './order/adjacent-outputs.js';
import { manyCalls } from './order/many-calls.js';
import type { OrderRule } from './order/order-rule.js';
import { reasoningContent } from './order/reasoning-content.js';
import { reasoningFollowed, reasoningKept } from './order/reasoning.js';
import { resultImages } from './order/result-images.js';
import { answeredBeforeUser } from './order/role-order.js';
import { signatures } from './order/signatures.js';
import { chatBodies, itemBodies } from './rules/bodies.js';
import { callShape } from './rules/call-shape.js';
import { duplicateItems, notStored } from './rules/item-ids.js';
import { legacy } from './rules/legacy.js';
import { repeatedMessages } from './rules/repeated-messages.js';
import { chatContent, itemOutput } from './rules/result-content.js';
import { resultType } from './rules/result-type.js';
import { roles } from './rules/roles.js';
import type { Rule } from './rules/rule.js';
import { itemsAmongMessages, messagesAmongItems } from './rules/wrong-form.js';

/** Rules over single Chat messages. */
export const CHAT_RULES: readonly Rule[] = [
  itemsAmongMessages,
  legacy,
  repeatedMessages,
  roles,
  callShape,
  chatBodies,
  chatContent,
];

/** Rules over single items. */
export const ITEM_RULES: readonly Rule[] = [
  messagesAmongItems,
  duplicateItems,
  notStored,
  resultType,
  itemBodies,
  itemOutput,
];

/** Rules over the order of Chat messages. */
export const CHAT_ORDER: readonly OrderRule[] = [
  resultImages,
  manyCalls,
  signatures,
  reasoningContent,
  answeredBeforeUser,
];

/** Rules over the order of items. */
export const ITEM_ORDER: readonly OrderRule[] = [adjacentOutputs, reasoningFollowed, reasoningKept];
