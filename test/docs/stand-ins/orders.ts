/** The agent that docs/testing.md tests. */
export { orders } from '../../../examples/testing/orders.js';
