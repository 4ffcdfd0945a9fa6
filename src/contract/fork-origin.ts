/** Where a forked turn began: what its memo says. */

/** A place in another turn. */
export interface ForkOrigin {
  readonly turnId: string;
  /** The model call of that turn in whose place the new one's first stands. */
  readonly step: number;
}

/** A memo's value as an origin; undefined when it is none. */
export function readForkOrigin(value: unknown): ForkOrigin | undefined {
  if (typeof value !== 'object' || value === null || !('turnId' in value) || !('step' in value)) return undefined;
  const { turnId, step } = value;
  return typeof turnId === 'string' && typeof step === 'number' ? { turnId, step } : undefined;
}
