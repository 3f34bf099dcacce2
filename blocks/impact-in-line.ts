import { decideRisk, type Impact, instancesElsewhere, isFoundInUse, usesOf } from '../src/domain/impact.ts'
import { type Sharing, sharedWith } from '../src/domain/sharing.ts'
import { instancesTotal } from './instances-words.ts'
import { PART_WORDS, useName } from './use-words.ts'
import { countWords } from './words.ts'

/** "2 uses: instance web-1, launch template web". */
const usesInLine = (impact: Impact): string => {
  const uses = usesOf(impact)
  const named = uses.slice(0, 3).map(useName)
  const more = uses.length > 3 ? ` and ${uses.length - 3} more` : ''
  return `${countWords(uses.length, 'use')}: ${named.join(', ')}${more}`
}

/** "used by 12 instances in 3 accounts", where other accounts run it. */
const elsewhereInLine = (impact: Impact): string[] =>
  instancesElsewhere(impact) > 0 ? [`used by ${instancesTotal(impact)}`] : []

const sharedInLine = (sharing: Sharing): string => {
  const others = sharedWith({ ...sharing, isPublic: false })
  const what = sharing.accounts.length === others ? 'account' : 'other'
  const shared = others === 0 ? [] : [`shared with ${countWords(others, what)}`]
  const all = [...(sharing.isPublic ? ['public'] : []), ...shared]
  return all.length === 0 ? 'not shared' : all.join(', ')
}

/** The facts in one line of plain text, for the history and the log. */
export const impactInLine = (impact: Impact): string => {
  const { unknown } = decideRisk(impact)
  const { sharing, retention } = impact
  return [
    ...(usesOf(impact).length > 0 ? [usesInLine(impact)] : []),
    ...(isFoundInUse(impact) ? [] : ['no usage found']),
    ...elsewhereInLine(impact),
    ...(sharing.known ? [sharedInLine(sharing.value)] : []),
    ...(retention.known
      ? [
          retention.value.imageDays === undefined
            ? 'no Recycle Bin rule'
            : `Recycle Bin ${countWords(retention.value.imageDays, 'day')}`,
        ]
      : []),
    ...(unknown.length > 0 ? [`unknown: ${unknown.map(part => PART_WORDS[part]).join(', ')}`] : []),
  ].join(' · ')
}
