import type { Assignment, NamedImage } from '../src/domain/alias.ts'
import type { Principal } from '../src/domain/cloud-trail-call.ts'
import { actions, button, section } from './elements.ts'
import { type Message, message } from './message.ts'
import { contextPart, messageOf, sectionPart } from './part.ts'
import { principalWords, whoWords } from './principal.ts'
import { code, escapeText, shorten, toLine } from './text.ts'
import { capital, timeWords } from './words.ts'

export interface OutsideAssignmentView {
  assignment: Assignment
  accountName: string
  /** The config lists the action. */
  canRollBack: boolean
  /** Why it is in this channel and not its own; escaped already. */
  notice?: string | undefined
  /** For the audit channel. */
  isLine?: true
}

const imageWords = ({ imageId, name }: NamedImage): string =>
  name === undefined ? code(imageId, 100) : `${code(name, 140)} (${code(imageId, 40)})`

/** "prod of payments-base in production us-east-1" */
const aliasWords = ({ alias, family, region }: Assignment, accountName: string): string =>
  `*${escapeText(alias, 60)}* of ${escapeText(family, 80)} in *${escapeText(accountName, 60)} ${region}*`

const whatWords = ({ to }: Assignment): string =>
  to === undefined
    ? 'was deleted outside amiops'
    : `was changed outside amiops: it now names ${imageWords(to)}`

/** In the same words as on the card of a promotion. */
const beforeWords = ({ from }: Assignment, label: string): string =>
  from ? `${label} ${imageWords(from)}` : ''

/** Parameter Store's own record of an actor has no tool and no address. */
const byWords = (principal: Principal): string =>
  principal.sourceIp === undefined && principal.via === undefined
    ? whoWords(principal)
    : principalWords(principal)

const howWords = ({ principal, seenLate, version }: Assignment): string[] => [
  ...(principal ? [`by ${byWords(principal)}`] : []),
  ...(seenLate ? ['detected by reconciliation (no event from AWS)'] : []),
  ...(version === undefined ? [] : [`parameter version ${version}`]),
]

const warningOf = ({ to, alias, parameter }: Assignment): string | undefined => {
  if (to === undefined)
    return `Launches through ${code(parameter, 200)} fail. Promote an image to ${escapeText(alias, 60)} to create it again.`
  return /^ami-[0-9a-f]{8,17}$/.test(to.imageId)
    ? undefined
    : `That is not an image id: launches through ${code(parameter, 200)} fail.`
}

/** As `plan-click.ts` reads it. */
const rollbackValue = ({ family, alias, account, region }: Assignment): string =>
  `${family}|${alias}|${account}/${region}`

/** The card of an alias that somebody set or deleted outside of amiops, or its line in the audit channel. It mentions nobody. */
export const renderOutsideAssignment = (view: OutsideAssignmentView): Message => {
  const { assignment, accountName, canRollBack, notice, isLine } = view
  const { to, from, atMs } = assignment
  const what = `${aliasWords(assignment, accountName)} ${whatWords(assignment)}`
  if (isLine) {
    const line = [`🌍 ${what}${beforeWords(assignment, ' · before:')}`, ...howWords(assignment)].join(' · ')
    return message(line, [section(line)])
  }
  const warning = warningOf(assignment)
  const details = [
    capital([...howWords(assignment), timeWords(atMs)].join(' · ')),
    ...(notice === undefined ? [] : [notice]),
  ]
  const label = `Roll back ${assignment.alias} of ${assignment.family} in ${accountName} ${assignment.region}`
  const rollBack = button({
    actionId: 'plan-rollback',
    text: 'Roll back…',
    label: shorten(toLine(label), 75),
    value: rollbackValue(assignment),
  })
  return messageOf([
    sectionPart(`${warning ? '⚠️' : '📌'} ${what}${beforeWords(assignment, '\nBefore:')}`),
    ...(warning ? [sectionPart(warning)] : []),
    ...details.map(contextPart),
    ...(to && from && canRollBack ? [{ blocks: [actions(rollBack)], words: '' }] : []),
  ])
}
