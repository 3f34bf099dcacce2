/** An error that the person who started the sandbox can fix. Its message says what happened, where, and what to do. */
export class Refusal extends Error {
  override name = 'Refusal'
}

/** The code of Node's own errors, for example `ENOENT`. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
