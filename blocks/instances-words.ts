import {
  type Impact,
  type InstancesByAccount,
  instancesElsewhere,
  NO_ANSWER_IN_TIME,
} from '../src/domain/impact.ts'
import { code } from './text.ts'
import { countWords } from './words.ts'

/** How many instances run an image, in all configured accounts. */

type Known = Partial<Impact>

/** The instances in the image's own account, including those that a long list leaves out. */
const instancesHere = ({ instances }: Known): number =>
  instances?.known ? instances.value.reduce((sum, { more = 1 }) => sum + more, 0) : 0

const running = ({ otherAccounts }: Known): InstancesByAccount['running'] =>
  otherAccounts?.known ? otherAccounts.value.running : []

/** How many instances run it, as far as is known. */
export const countInstances = (impact: Known): number => instancesHere(impact) + instancesElsewhere(impact)

/** "12 instances in 3 accounts", or "8 instances in this account". */
export const instancesTotal = (impact: Known): string => {
  const here = instancesHere(impact)
  const total = countWords(countInstances(impact), 'instance')
  const others = running(impact).length
  return others === 0
    ? `${total} in this account`
    : `${total} in ${countWords(others + (here > 0 ? 1 : 0), 'account')}`
}

const SHOWN = 6

/** "12 instances in 3 accounts: 8 in this one, `staging` 3, `partner` 1". */
export const instancesWords = (impact: Known): string => {
  const [here, others] = [instancesHere(impact), running(impact)]
  if (others.length === 0) return instancesTotal(impact)
  const where = [
    ...(here > 0 ? [`${here} in this one`] : []),
    ...others.slice(0, SHOWN).map(({ name, instances }) => `${code(name, 60)} ${instances}`),
    ...(others.length > SHOWN ? [`${others.length - SHOWN} more`] : []),
  ]
  return `${instancesTotal(impact)}: ${where.join(', ')}`
}

const namesOf = (some: InstancesByAccount['unread']): string =>
  [
    ...some.slice(0, SHOWN).map(({ name }) => code(name, 60)),
    ...(some.length > SHOWN ? [countWords(some.length - SHOWN, 'more account')] : []),
  ].join(', ')

/** Of all accounts alike: "Used by 12 instances in 3 accounts: `production` 8, `staging` 4"; an account that did not answer is named. */
export const runningWords = ({ asked, running: all, unread }: InstancesByAccount): string | undefined => {
  if (asked === 0) return undefined
  const total = all.reduce((sum, { instances }) => sum + instances, 0)
  const where = [
    ...all.slice(0, SHOWN).map(({ name, instances }) => `${code(name, 60)} ${instances}`),
    ...(all.length > SHOWN ? [`${all.length - SHOWN} more`] : []),
  ]
  const used =
    total === 0
      ? `No instances found in ${countWords(asked - unread.length, 'account')}`
      : `Used by ${countWords(total, 'instance')} in ${countWords(all.length, 'account')}: ${where.join(', ')}`
  const late = unread.filter(({ why }) => why.startsWith(NO_ANSWER_IN_TIME))
  const others = unread.filter(one => !late.includes(one))
  return [
    used,
    ...(others.length > 0 ? [`❔ not known: ${namesOf(others)}`] : []),
    ...(late.length > 0 ? [`❔ no answer in time: ${namesOf(late)}`] : []),
  ].join(' · ')
}

/** The accounts that did not say whether they run it. */
export const unreadAccounts = ({ otherAccounts }: Known): InstancesByAccount['unread'] =>
  otherAccounts?.known ? otherAccounts.value.unread : []

/** Beside "No usage found in this account." */
export const noneElsewhereWords = ({ otherAccounts }: Known): string =>
  otherAccounts?.known && otherAccounts.value.asked > 0
    ? `No instances in ${countWords(otherAccounts.value.asked, 'other account')} either; other kinds of usage there are not checked.`
    : 'Usage in other accounts is not checked.'
