import { FILTERS } from '../src/domain/filters.ts'
import type { FilterFault } from '../src/domain/parse-filter.ts'
import type { ListVerb } from '../src/domain/verb-kinds.ts'
import { commandButtons } from './command-buttons.ts'
import { actions, context, section } from './elements.ts'
import { type Message, message } from './message.ts'
import { code, escapeText } from './text.ts'

/** What filters there are. */
export const filtersBlock = () => {
  const all = Object.entries(FILTERS).map(([key, { gives }]) => `${code(`${key}:`)} ${gives}`)
  return context(`Filters: ${all.join(' · ')}. Any other word is a part of the name.`)
}

/** The whole command with what was probably meant in place of what cannot be used. */
const meantCommand = (verb: ListVerb, filters: string, { typed, meant }: FilterFault): string | undefined => {
  if (meant === undefined) return undefined
  const quoted = /\s/.test(meant) ? `"${meant}"` : meant
  return filters.includes(typed) ? `${verb} ${filters.replace(typed, () => quoted)}` : `${verb} ${quoted}`
}

/** A filter that cannot be used: why, what was probably meant, an example, and what filters there are. */
export const renderFilterFault = (
  name: string,
  verb: ListVerb,
  filters: string,
  fault: FilterFault,
): Message => {
  const meant = meantCommand(verb, filters, fault)
  const sentence = `🔍 ${escapeText(fault.why, 700)}`
  const question = meant === undefined ? '' : ` Did you mean ${code(`${name} ${meant}`)}?`
  const example = `Example: ${code(`${name} ${verb} ${fault.example}`)}`
  return message(`${sentence}${question} ${example}`, [
    section(`${sentence}${question}`),
    ...(meant === undefined ? [] : [actions(...commandButtons(name, [{ text: meant }]))]),
    context(example),
    filtersBlock(),
  ])
}
