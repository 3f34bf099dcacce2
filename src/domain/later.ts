/** Thrown where a step cannot be done now but can be done again as a whole: the queue delivers it again. */
export class Later extends Error {
  override name = 'Later'
  constructor(
    readonly afterSec: number,
    why: string,
    options?: ErrorOptions,
  ) {
    super(why, options)
  }
}
