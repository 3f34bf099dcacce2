import fc from 'fast-check'
import { code, escapeText, shorten, toLine } from '../../blocks/text.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 200 })

/** What Slack shows of an escaped text. */
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

describe('a text of somebody else', () => {
  test.each([
    ['a line break', 'one\ntwo', 'one two'],
    ['a Windows line break', 'one\r\ntwo', 'one two'],
    ['a tab and many spaces', ' one \t  two ', 'one two'],
    ['a right-to-left override', 'safe\u202egnp.exe', 'safe gnp.exe'],
    ['isolates', '\u2066one\u2069two', 'one two'],
    ['a zero-width space', 'pay\u200bments', 'pay ments'],
    ['a zero-width joiner', 'pay\u200dments', 'pay ments'],
    ['a byte order mark', '\ufeffname', 'name'],
    ['a null and an escape', 'a\u0000b\u001b[31m', 'a b [31m'],
    ['a soft hyphen', 'pay\u00adments', 'pay ments'],
    ['tag characters', 'a\u{e0041}\u{e0042}b', 'a b'],
    ['a line separator', 'a\u2028b\u2029c', 'a b c'],
    ['Hangul fillers', 'a\u115f\u1160\u3164\uffa0b', 'a b'],
    ['private use', 'a\ue000b', 'a b'],
    ['half of an emoji', 'a\ud83db', 'a\ufffdb'],
    ['the other half', 'a\ude00b', 'a\ufffdb'],
    ['nothing but the invisible', '\u200b\u2060\u00ad', ''],
    ['letters of any script', 'größe 画像 صورة', 'größe 画像 صورة'],
    ['a whole emoji', 'a😀b', 'a😀b'],
  ])('with %s', (_what, text, expected) => {
    expect(toLine(text)).toBe(expected)
  })

  test('becomes one line without anything unseen, and doing it again changes nothing', () => {
    fc.assert(
      fc.property(anyText, text => {
        const line = toLine(text)
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u)
        expect(line.isWellFormed()).toBe(true)
        expect(toLine(line)).toBe(line)
      }),
    )
  })
})

describe('a text that is too long', () => {
  test.each([
    ['fits exactly', 'abcde', 5, 'abcde'],
    ['is one too long', 'abcdef', 5, 'abcd…'],
    ['would be cut inside an emoji', 'abc😀def', 5, 'abc…'],
    ['ends its cut with a space', 'abc  def', 5, 'abc…'],
    ['may have one character', 'abc', 1, '…'],
  ])('%s', (_what, text, max, expected) => {
    expect(shorten(text, max)).toBe(expected)
  })

  test('never grows, and never ends in half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, max) => {
        const short = shorten(text, max)
        expect(short.length).toBeLessThanOrEqual(max)
        expect(short.isWellFormed()).toBe(true)
      }),
    )
  })
})

describe('a text escaped for Slack', () => {
  test.each([
    ['a mention of everybody', '<!channel>', '&lt;!channel&gt;'],
    ['a mention of one', '<@U0MARIA>', '&lt;@U0MARIA&gt;'],
    ['a link', '<https://evil.example|AWS>', '&lt;https://evil.example|AWS&gt;'],
    ['an ampersand', 'R&D', 'R&amp;D'],
    ['what is escaped already: once more, so that it is shown as it was', '&lt;', '&amp;lt;'],
    ['a quote', `"it's"`, `"it's"`],
  ])('%s', (_what, text, expected) => {
    expect(escapeText(text, 100)).toBe(expected)
  })

  test.each([
    ['fits with its entities exactly', '<<', 8, '&lt;&lt;'],
    ['has one entity too many', '<<', 7, '&lt;…'],
    ['has no room for one entity', '<<', 4, '…'],
    ['is counted after escaping', '&&&', 11, '&amp;&amp;…'],
  ])('%s', (_what, text, max, expected) => {
    expect(escapeText(text, max)).toBe(expected)
  })

  test('holds no bracket, only whole entities, at most what was asked, and reads as what was given', () => {
    const markup = fc.string({ unit: fc.constantFrom('<', '>', '&', 'a', '!', '@', ' ', '😀', '\u202e') })
    fc.assert(
      fc.property(fc.oneof(markup, anyText), fc.integer({ min: 1, max: 60 }), (text, max) => {
        const escaped = escapeText(text, max)
        expect(escaped.length).toBeLessThanOrEqual(max)
        expect(escaped).not.toMatch(/[<>]/)
        expect(escaped.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&')
        const shown = unescaped(escaped)
        if (!shown.endsWith('…')) expect(shown).toBe(toLine(text))
        else expect(toLine(text).startsWith(shown.slice(0, -1)) || toLine(text) === shown).toBe(true)
      }),
    )
  })
})

describe('a code span', () => {
  test.each([
    ['plain', 'ami-1', '`ami-1`'],
    ['with backticks: it cannot be left', 'a`*b*`c', '`aˋ*b*ˋc`'],
    ['with a mention', '<!here>', '`&lt;!here&gt;`'],
    ['of nothing: a dash, because Slack shows an empty span as two backticks', '', '—'],
    ['of the invisible', '\u200b', '—'],
    ['of two lines', 'a\nb', '`a b`'],
  ])('%s', (_what, text, expected) => {
    expect(code(text)).toBe(expected)
  })

  test('is cut inside the span, not behind it', () => {
    expect(code('abcdef', 4)).toBe('`abc…`')
  })

  test('begins and ends with the only backticks in it', () => {
    fc.assert(
      fc.property(anyText, text => {
        expect(code(text, 40)).toMatch(/^(—|`[^`<>\n]+`)$/)
      }),
    )
  })
})
