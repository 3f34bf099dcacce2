import { code } from './text.ts'

const WHY: readonly (readonly [code: RegExp, words: string])[] = [
  [/^(RequestLimitExceeded|Throttl)/, 'throttled'],
  [/^(UnauthorizedOperation|AccessDenied)/, 'amiops has no permission'],
  [/^(TimeoutError|AbortError)/, 'no answer in time'],
]

/** Why EC2 did not answer: the meaning of the error where it is known, and its code. */
export const whyWords = (why: string): string => {
  const words = WHY.find(([fits]) => fits.test(why))?.[1]
  return words === undefined ? code(why, 60) : `${words} (${code(why, 60)})`
}
