import written from './command-hints.json' with { type: 'json' }

export interface CommandHint {
  verb: string
  what: string
  takesImage: boolean
}

const COMMAND = '/ami'

/** `npm run docs` writes them from the bot's table of verbs. */
const hints: readonly CommandHint[] = written

/** How a command is written, with what to fill in. */
export const usageOf = ({ verb, takesImage }: CommandHint): string =>
  `${COMMAND} ${verb}${takesImage ? ' id-or-name' : ''}`

const split = (text: string) => {
  const [, command = '', verb = '', rest = ''] = /^(\S*)\s*(\S*)\s*(.*)$/s.exec(text) ?? []
  return { command: command.toLowerCase(), verb: verb.toLowerCase(), rest }
}

/** The commands that go with what has been typed so far. Nothing before the slash. */
export const findHints = (text: string): readonly CommandHint[] => {
  if (!text.startsWith('/')) return []
  const { command, verb, rest } = split(text)
  if (!/\s/.test(text)) return COMMAND.startsWith(command) ? hints : []
  if (command !== COMMAND) return []
  return hints.filter(hint => hint.verb.startsWith(verb) && (rest === '' || hint.takesImage))
}

/** What choosing a command makes of the line: what was typed after the verb stays. */
export const complete = ({ verb, takesImage }: CommandHint, text: string): string =>
  takesImage ? `${COMMAND} ${verb} ${split(text).rest}` : `${COMMAND} ${verb}`

/** Whether there is nothing left to complete: the bare command, which is answered with what there is, or a whole verb. */
export const isWhole = (text: string): boolean => {
  const { command, verb } = split(text)
  return command === COMMAND && (verb === '' || hints.some(hint => hint.verb === verb))
}
