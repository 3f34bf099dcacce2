import { isSafeUrl } from './safe-url.ts'
import type { Token } from './token.ts'
import { unescapeText } from './unescape.ts'

const DATE = /^!date\^(-?\d{1,12})\^([^^|]*)(?:\^([^|]*))?$/
const mentions = { '@': 'user', '#': 'channel' } as const

const withLabel = (label: string | undefined) => (label ? { label: unescapeText(label) } : {})

/**
 * What stands between `<` and `>`: a mention, a date or a link. Undefined when it is none of them.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export const readControl = (inside: string): Token | undefined => {
  const bar = inside.indexOf('|')
  const target = bar < 0 ? inside : inside.slice(0, bar)
  const label = bar < 0 ? undefined : inside.slice(bar + 1)
  const mention = /^([@#])([A-Z0-9]+)$/.exec(target)
  if (mention) {
    return { kind: mentions[mention[1] as '@' | '#'], id: mention[2] as string, ...withLabel(label) }
  }
  const group = /^!subteam\^([A-Z0-9]+)$/.exec(target)
  if (group) return { kind: 'usergroup', id: group[1] as string, ...withLabel(label) }
  const broadcast = /^!(here|channel|everyone)$/.exec(target)
  if (broadcast) return { kind: 'broadcast', range: broadcast[1] as string }
  const date = DATE.exec(target)
  if (date) {
    const [, unix, format = '', link] = date
    const url = link && isSafeUrl(unescapeText(link)) ? { url: unescapeText(link) } : {}
    return { kind: 'date', unixSec: Number(unix), format, fallback: unescapeText(label ?? ''), ...url }
  }
  const url = unescapeText(target)
  if (isSafeUrl(url)) return { kind: 'link', url, label: unescapeText(label || target) }
  return undefined
}
