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
  { usage: '/ami help', what: 'What can be typed', fill: '/ami help' },
]

/** The commands that go with what has been typed so far. Nothing before the slash. */
export const findHints = (text: string): CommandHint[] => {
  if (!text.startsWith('/')) return []
  const typed = text.replace(/\s+/g, ' ').toLowerCase()
  return hints.filter(
    hint => hint.fill.startsWith(typed) || (hint.fill.endsWith(' ') && typed.startsWith(hint.fill)),
  )
}
