/**
 * Builds a model request. Rule: nothing else builds requests, and a transcript in which a call lacks its one result in
 * its place is refused here. This is the proof of the contract; it never fires in production.
 */
import { assertAnswered } from '../protocol/contract-violation.js';
import type { ModelRequest } from './model.js';

/**
 * The request, when its transcript keeps the contract.
 * @throws {ContractViolation} on a hole, a duplicate, a stray or a misplaced result.
 */
export function buildRequest(request: ModelRequest): ModelRequest {
  assertAnswered(request.transcript);
  return request;
}
