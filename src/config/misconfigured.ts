/** Thrown at start: every fault at once, so that one round of mending is enough. */
export class Misconfigured extends Error {
  override name = 'Misconfigured'
  constructor(readonly faults: readonly string[]) {
    super(`amiops cannot start:\n${faults.join('\n')}`)
  }
}
