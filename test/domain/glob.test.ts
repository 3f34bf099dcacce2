import fc from 'fast-check'
import { coversPattern, isMatch } from '../../src/domain/glob.ts'
import { runs } from '../support/runs.ts'

/** The same question asked of the regular expression engine, over UTF-16 units as `isMatch` counts them. */
const isMatchByRegex = (pattern: string, text: string): boolean => {
  const source = [...pattern]
    .map(c => (c === '*' ? '[^]*' : c === '?' ? '[^]' : c.replace(/[\\^$.|+()[\]{}/-]/, '\\$&')))
    .join('')
  return new RegExp(`^${source}$`).test(text)
}

/** A text that counts how often it is looked at; `isMatch` reads nothing of it but its length and characters. */
const counting = (text: string): { text: string; looks: () => number } => {
  let looks = 0
  const handler: ProxyHandler<object> = {
    get: (_target, key) => {
      if (key === 'length') return text.length
      looks++
      return text[Number(key)]
    },
  }
  return { text: new Proxy({}, handler) as unknown as string, looks: () => looks }
}

describe('a pattern with * and ?', () => {
  test.each([
    ['payments-base-42', 'payments-base-42', true],
    ['payments-*', 'payments-', true],
    ['payments-*', 'payments', false],
    ['*-base-*', 'payments-base-42', true],
    ['*base', 'payments-base-42', false],
    ['payments-base-?', 'payments-base-4', true],
    ['payments-base-?', 'payments-base-', false],
    ['payments-base-?', 'payments-base-42', false],
    ['Payments-*', 'payments-base', false],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['?', '', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['**a**', 'bab', true],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
  ])('%p and %p', (pattern, text, expected) => {
    expect(isMatch(pattern, text)).toBe(expected)
  })

  test('says what the regular expression engine says, whatever the pattern and the text', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.', '\n', '-'), maxLength: 12 })
    fc.assert(
      fc.property(few, few, (pattern, text) => {
        expect(isMatch(pattern, text)).toBe(isMatchByRegex(pattern, text))
      }),
      { numRuns: runs(3_000) },
    )
  })

  test('fits a text that was made from it', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 4 })
    fc.assert(
      fc.property(fc.array(fc.tuple(part, part), { maxLength: 6 }), parts => {
        const pattern = parts.map(([fixed]) => `${fixed}*`).join('')
        const text = parts.map(([fixed, between]) => fixed + between).join('')
        expect(isMatch(pattern, text)).toBe(true)
      }),
    )
  })

  test.each([
    ['many stars', `${'*a'.repeat(20)}*b`],
    ['one star before a long tail', `*${'a'.repeat(20)}b`],
    ['stars only, then a letter that never comes', `${'*'.repeat(50)}b`],
  ])('%s: a hostile name twice as long takes twice as many looks, not more', (_what, pattern) => {
    const looksFor = (length: number): number => {
      const { text, looks } = counting('a'.repeat(length))
      expect(isMatch(pattern, text)).toBe(false)
      return looks()
    }
    const looks = looksFor(1_000)
    expect(looks).toBeGreaterThan(500)
    expect(looksFor(2_000)).toBeLessThan(2.2 * looks)
  })
})

describe('a pattern covers another one', () => {
  test.each([
    ['web-*', 'web-*', true],
    ['web-*', 'web-prod-*', true],
    ['web-prod-*', 'web-*', false],
    ['*', '?', true],
    ['?*', '*', false],
    ['?', '*', false],
    ['a?', 'ab', true],
    ['ab', 'a?', false],
    ['a?', 'a?', true],
    ['a*c', 'a*b*c', true],
    ['a*b*c', 'a*c', false],
    ['*a', '*a', true],
    ['', '', true],
    ['', '*', false],
  ])('%p and %p', (wider, narrower, expected) => {
    expect(coversPattern(wider, narrower)).toBe(expected)
  })

  test('then it matches all that the other one matches', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 })
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 })
    fc.assert(
      fc.property(pattern, pattern, text, (wider, narrower, one) => {
        fc.pre(coversPattern(wider, narrower) && isMatch(narrower, one))
        expect(isMatch(wider, one)).toBe(true)
      }),
      { numRuns: runs(3_000), seed: 20261130 },
    )
  })
})
