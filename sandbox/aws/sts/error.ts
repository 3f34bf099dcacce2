/** A refusal of STS's, in its own code and words. */
export class StsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message)
    this.name = 'StsError'
  }
}

export const invalid = (message: string): StsError => new StsError('ValidationError', message)

/** As STS words what breaks a rule of one parameter. */
export const breaksRule = (value: string, parameter: string, rule: string): StsError =>
  invalid(
    `1 validation error detected: Value '${value}' at '${parameter}' failed to satisfy constraint: Member must ${rule}`,
  )
