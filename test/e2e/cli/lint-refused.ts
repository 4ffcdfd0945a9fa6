/** An agents file whose second definition is refused. */
import { defineAgent, defineTool } from 'everycall';

defineAgent({ name: 'first', model: 'gpt-test' });
const bad = defineTool({ name: 'my tool', description: 'Is refused.', parameters: {} as never, execute: () => '' });

export default defineAgent({ name: 'second', model: 'gpt-test', tools: [bad] });
