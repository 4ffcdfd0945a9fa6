/** What goes wrong with a fork beside its options. */

/** The transcript of the turn can't be taken over now. Nothing was started. */
export class ForkRefusedError extends Error {
  override readonly name = 'ForkRefusedError';

  constructor(
    readonly turnId: string,
    /** - `pending`: the turn is about to go on; a moment later it can be forked. - `lost`: it never can. */
    readonly why: 'pending' | 'lost',
  ) {
    super(
      why === 'pending'
        ? `turn "${turnId}" can't be forked there yet: what it goes on from is not in its history. Try again once its next model call is under way`
        : `turn "${turnId}" can't be forked: it ended before what it went on from was in its history`,
    );
  }
}
