/** Tools of `lint-elsewhere`: the one here is refused. */
import { hostedTool } from 'everycall';

export const screen = hostedTool({ type: 'computer' });
