/** The DefinitionError by which a definition is refused. */
import { DefinitionError } from '../../src/index.js';

/** Calls `define` and gives its DefinitionError; any other end fails the test. */
export function refusal(define: () => unknown): DefinitionError {
  try {
    define();
  } catch (error) {
    if (error instanceof DefinitionError) return error;
    throw error;
  }
  throw new Error('was not refused');
}
