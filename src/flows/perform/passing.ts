/** A plan is valid for a day: while AWS does not answer, or asks to slow down, its images wait. */
export const EC2_SILENT_SEC = 30

/** What trying again does not change: a missing permission, a wrong account. */
const LASTING =
  /AccessDenied|Unauthorized|AuthFailure|OptInRequired|InvalidClientTokenId|UnrecognizedClient|WrongAccount|permission .* is missing/

/**
 * Whether trouble with AWS passes by itself.
 *
 * @param why the error's code or name, or the words that say why something is unknown
 */
export const isPassing = (why: string): boolean => !LASTING.test(why)
