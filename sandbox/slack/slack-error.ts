import type { JsonObject } from './types.ts'

/** A refusal in Slack's own word: it leaves as `{ok: false, error, ...more}` with HTTP 200. */
export class SlackError extends Error {
  override readonly name = 'SlackError'
  readonly code: string
  readonly more: JsonObject

  constructor(code: string, more: JsonObject = {}) {
    super(code)
    this.code = code
    this.more = more
  }
}

/** The refusal with the validator's lines, in both places where Slack writes them. */
export const refusedBecause = (code: string, problems: readonly string[]): SlackError =>
  new SlackError(code, {
    errors: [...problems],
    response_metadata: { messages: problems.map(problem => `[ERROR] ${problem}`) },
  })
