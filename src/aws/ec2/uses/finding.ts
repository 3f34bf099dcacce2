import { type Finding, NO_ANSWER_IN_TIME } from '../../../domain/impact.ts'

/** A call that failed, and the right that it takes. */
class CallFailed extends Error {
  override name = 'CallFailed'
  constructor(
    readonly right: string,
    cause: unknown,
  ) {
    super(right, { cause })
  }
}

/** Every call was answered, but the answers do not decide the question. */
export class CannotTell extends Error {
  override name = 'CannotTell'
}

/** Makes a call, and remembers which permission it needs in case it fails. */
export const ask = async <T>(right: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call()
  } catch (error) {
    throw new CallFailed(right, error)
  }
}

/** All pages of a call together. */
export const askPages = <Page, Item>(
  right: string,
  pages: () => AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> =>
  ask(right, async () => {
    const items: Item[] = []
    for await (const page of pages()) items.push(...(itemsOf(page) ?? []))
    return items
  })

const DENIED = /^(UnauthorizedOperation|AccessDenied(Exception)?)$/
const THROTTLED = /^(RequestLimitExceeded|Throttl\w+|TooManyRequestsException)$/
const LATE = /^(TimeoutError|AbortError)$/

/** AWS names the permission itself where one call needs several, or where a role could not be assumed. */
const MISSING_RIGHT = /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/

/** An encoded message that only AWS's own API decodes. */
const BLOB = /\s*Encoded authorization failure message:.*$/s

const WORDS_AT_MOST = 200

/** Why a part is unknown, in words for a person. */
export const explainFailure = (error: unknown): string => {
  if (error instanceof CannotTell) return error.message
  const right = error instanceof CallFailed ? error.right : undefined
  const cause = error instanceof CallFailed ? error.cause : error
  if (!(cause instanceof Error)) return 'it failed without a reason'
  const { name, message } = cause
  const asking = right ? `asking with ${right}` : 'asking'
  if (DENIED.test(name)) {
    const missing = MISSING_RIGHT.exec(message)?.[1] ?? right
    return missing ? `${name}: the permission ${missing} is missing` : `${name}: a permission is missing`
  }
  if (THROTTLED.test(name)) return `${name}: AWS throttles ${asking}; try again in a minute`
  if (LATE.test(name)) return `${NO_ANSWER_IN_TIME}, ${asking}`
  const words = message.replace(BLOB, '').slice(0, WORDS_AT_MOST)
  return `${name}: ${words || 'no reason given'} (${asking})`
}

/** Never throws: a failure is an unknown finding, not an empty one. */
export const find = async <T>(look: () => Promise<T>): Promise<Finding<T>> => {
  try {
    return { known: true, value: await look() }
  } catch (error) {
    return { known: false, why: explainFailure(error) }
  }
}
