/** A refusal in Parameter Store's own code. */
export class SsmError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'SsmError'
    this.code = code
  }
}

export const invalid = (message: string): SsmError => new SsmError('ValidationException', message)

export const parameterNotFound = (name: string): SsmError =>
  new SsmError('ParameterNotFound', `Parameter ${name} not found.`)

export const versionNotFound = (name: string, version: string | number): SsmError =>
  new SsmError(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
  )
