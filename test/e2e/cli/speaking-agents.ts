/** An agents file whose model a test speaks for, at the address that the environment names. */
import { defineAgent } from 'everycall';

export default defineAgent({
  name: 'speaker',
  model: 'spoken',
  api: 'responses',
  provider: { baseURL: process.env.EVERYCALL_TEST_MODEL, apiKeyEnv: 'EVERYCALL_TEST_KEY' },
});
