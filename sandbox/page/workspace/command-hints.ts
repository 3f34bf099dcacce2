export interface CommandHint {
  /** How it is written, with what to fill in. */
  usage: string
  what: string
  /** What choosing it puts in the line. */
  fill: string
}

const hints: CommandHint[] = [
  {
    usage: '/ami status id-or-name',
    what: 'An image’s state and who changed it, for you alone',
    fill: '/ami status ',
  },
  {
    usage: '/ami uses id-or-name',
    what: 'Who uses it, who has access, whether it can be restored',
    fill: '/ami uses ',
  },
  {
    usage: '/ami history id-or-name',
    what: 'Every change and attempt: who, why, approved by',
    fill: '/ami history ',
  },
  { usage: '/ami help', what: 'What can be typed', fill: '/ami help' },
  { usage: '/ami health', what: 'Service health', fill: '/ami health' },
]

/** The commands that go with what has been typed so far. Nothing before the slash. */
export const findHints = (text: string): CommandHint[] => {
  if (!text.startsWith('/')) return []
  const typed = text.replace(/\s+/g, ' ').toLowerCase()
  return hints.filter(
    hint => hint.fill.startsWith(typed) || (hint.fill.endsWith(' ') && typed.startsWith(hint.fill)),
  )
}
