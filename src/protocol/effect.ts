/**
 * Whether a tool may run again after an attempt whose end is unknown.
 * - `read`: changes nothing; runs again freely.
 * - `idempotent`: may run again under one idempotency key.
 * - `once`: never runs again; a lost attempt is recorded `interrupted`.
 */
export type Effect = 'read' | 'idempotent' | 'once';
