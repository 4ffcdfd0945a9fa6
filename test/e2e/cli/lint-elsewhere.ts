/** An agents file whose tools stand in another one. */
import { defineAgent } from 'everycall';
import { screen } from './lint-tools.js';

export default defineAgent({ name: 'operator', model: 'gpt-test', api: 'responses', tools: [screen] });
