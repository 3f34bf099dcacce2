/** A part of a name that only tells one build from another: 12, v1.2.3, 20261125, 2026-11-25T1200Z, rc1, a commit's hash. */
const COUNTS =
  /^(?:v?\d+(?:[a-z]\d*|(?:st|nd|rd|th))?|\d+t\d+z?|(?:rc|beta|alpha|build|rev|r|b)\d*|(?=[a-f]*\d)[0-9a-f]{4,40})$/i

/** What separates the parts of a name. */
const SEPARATORS = '-_. /:()[]@'

/**
 * The name without what counts its builds at the end: `payments-base-2026-11-25.2` is of the family `payments-base`.
 *
 * @returns the whole name where nothing else would be left
 */
export const familyOf = (name: string): string => {
  let end = name.length
  for (;;) {
    let from = end
    while (from > 0 && !SEPARATORS.includes(name.charAt(from - 1))) from--
    const part = name.slice(from, end)
    if (part !== '' && !COUNTS.test(part)) break
    if (from === 0) return name
    end = from - 1
  }
  return name.slice(0, end) || name
}
