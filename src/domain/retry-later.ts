/** Thrown where a step cannot be done now but can be done again as a whole: the queue delivers it again. */
export class RetryLater extends Error {
  override name = 'RetryLater'
  constructor(
    readonly afterSec: number,
    why: string,
    options?: ErrorOptions,
  ) {
    super(why, options)
  }
}
