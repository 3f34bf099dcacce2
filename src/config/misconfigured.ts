/** Thrown at start, with all faults at once, so that they can be fixed in one go. */
export class Misconfigured extends Error {
  override name = 'Misconfigured'
  constructor(readonly faults: readonly string[]) {
    super(`amiops cannot start:\n${faults.join('\n')}`)
  }
}
