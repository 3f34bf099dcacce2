import written from './command-hints.json' with { type: 'json' }

export interface CommandHint {
  /** How it is written, with what to fill in. */
  usage: string
  what: string
  /** What choosing it puts in the line. */
  fill: string
}

/** `npm run docs` writes them from the bot's table of verbs. */
const hints: readonly CommandHint[] = written

/** The commands that go with what has been typed so far. Nothing before the slash. */
export const findHints = (text: string): CommandHint[] => {
  if (!text.startsWith('/')) return []
  const typed = text.replace(/\s+/g, ' ').toLowerCase()
  return hints.filter(
    hint => hint.fill.startsWith(typed) || (hint.fill.endsWith(' ') && typed.startsWith(hint.fill)),
  )
}
