import { readControl } from './control.ts'
import type { Token } from './token.ts'
import { unescapeText } from './unescape.ts'

export interface TokenizeOptions {
  /** Slack's `verbatim`: markup still works, but bare addresses stay plain text. */
  verbatim?: boolean
}

const styles = { '*': 'bold', _: 'italic', '~': 'strike' } as const
type StyleMark = keyof typeof styles

const isStyleMark = (mark: string): mark is StyleMark => mark in styles
const isWordCharacter = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character)

/** Deeper nesting than this is nobody's message; the rest is then drawn as text. */
const DEEPEST = 8
const BARE_ADDRESS = /^https?:\/\/[^\s<>|]+/
const TRAILING_PUNCTUATION = /[.,;:!?)\]'"*_~]+$/

const readStyled = (text: string, at: number): { inner: string; end: number } | undefined => {
  const mark = text[at] as string
  if (isWordCharacter(text[at - 1]) || !text[at + 1] || /\s/.test(text[at + 1] as string)) return undefined
  for (let end = at + 1; end < text.length && text[end] !== '\n'; end += 1) {
    // A mark inside `<…>` or inside code belongs to that, not to the style.
    if (text[end] === '<') {
      const close = text.indexOf('>', end)
      if (close > 0) end = close
    } else if (text[end] === '`') {
      const close = text.indexOf('`', end + 1)
      if (close > 0) end = close
    } else if (text[end] === mark && end > at + 1 && !/\s/.test(text[end - 1] as string)) {
      if (!isWordCharacter(text[end + 1])) return { inner: text.slice(at + 1, end), end: end + 1 }
    }
  }
  return undefined
}

interface Found {
  token: Token
  end: number
}

const readAt = (text: string, at: number, options: TokenizeOptions, depth: number): Found | undefined => {
  const character = text[at] as string
  if (character === '\n') return { token: { kind: 'break' }, end: at + 1 }
  if (text.startsWith('```', at)) {
    const close = text.indexOf('```', at + 3)
    if (close < 0) return undefined
    const inner = text.slice(at + 3, close).replace(/^\n|\n$/g, '')
    return { token: { kind: 'pre', text: unescapeText(inner) }, end: close + 3 }
  }
  if (character === '`') {
    const inner = /^`([^`\n]+)`/.exec(text.slice(at))?.[1]
    return inner === undefined
      ? undefined
      : { token: { kind: 'code', text: unescapeText(inner) }, end: at + inner.length + 2 }
  }
  if (character === '<') {
    const close = text.indexOf('>', at)
    const token = close < 0 ? undefined : readControl(text.slice(at + 1, close))
    return token && { token, end: close + 1 }
  }
  if (character === ':') {
    const name = /^:([a-z0-9_+'-]+):/.exec(text.slice(at, at + 64))?.[1]
    return name ? { token: { kind: 'emoji', name }, end: at + name.length + 2 } : undefined
  }
  if (isStyleMark(character) && depth < DEEPEST) {
    const styled = readStyled(text, at)
    if (!styled) return undefined
    const children = readInline(styled.inner, options, depth + 1)
    return { token: { kind: styles[character], children }, end: styled.end }
  }
  if (character === 'h' && !options.verbatim && !isWordCharacter(text[at - 1])) {
    const address = BARE_ADDRESS.exec(text.slice(at))?.[0].replace(TRAILING_PUNCTUATION, '')
    if (!address) return undefined
    const url = unescapeText(address)
    return { token: { kind: 'link', url, label: url }, end: at + address.length }
  }
  return undefined
}

const readInline = (text: string, options: TokenizeOptions, depth: number): Token[] => {
  const tokens: Token[] = []
  let plain = ''
  const flush = () => {
    if (plain) tokens.push({ kind: 'text', text: unescapeText(plain) })
    plain = ''
  }
  let at = 0
  while (at < text.length) {
    const found = readAt(text, at, options, depth)
    if (found) {
      flush()
      tokens.push(found.token)
      at = found.end
    } else {
      plain += text[at]
      at += 1
    }
  }
  flush()
  return tokens
}

const QUOTE = /^(?:&gt;|>)[ ]?/

/** mrkdwn to tokens. Never throws: what isn't markup is text. */
export const tokenize = (text: string, options: TokenizeOptions = {}): Token[] => {
  const tokens: Token[] = []
  let rest: string[] = []
  let quoted: string[] = []
  const flush = () => {
    if (rest.length) tokens.push(...readInline(rest.join('\n'), options, 0))
    if (quoted.length) tokens.push({ kind: 'quote', children: readInline(quoted.join('\n'), options, 0) })
    rest = []
    quoted = []
  }
  let insidePre = false
  for (const line of text.split('\n')) {
    const isQuote = !insidePre && QUOTE.test(line)
    if (isQuote ? rest.length : quoted.length) flush()
    if (isQuote) quoted.push(line.replace(QUOTE, ''))
    else rest.push(line)
    if (!isQuote && (line.split('```').length - 1) % 2 === 1) insidePre = !insidePre
  }
  flush()
  return tokens
}
