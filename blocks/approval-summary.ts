import { ACTION_RULES } from '../src/domain/actions.ts'
import { instancesElsewhere, isLostForGood, usesOf } from '../src/domain/impact.ts'
import type { Proposal } from '../src/domain/proposal.ts'
import type { Retirement } from '../src/domain/retirement.ts'
import { sharedWith } from '../src/domain/sharing.ts'
import { verbOf } from './action-words.ts'
import type { ConfirmWords } from './elements.ts'
import { instancesTotal } from './instances-words.ts'
import { ImpossibleBlock } from './limits.ts'
import { doneOf, pastWords } from './past-words.ts'
import { sharedNames } from './sharing.ts'
import { shorten, toLine } from './text.ts'
import { useName } from './use-words.ts'
import { countWords, numberWords, utcWords } from './words.ts'

/** The alias or the name of an account. */
type NameOf = (account: string) => string

/** What Slack takes as a confirm's text. */
const MAX = 300

/**
 * As many whole items as there is room for, and how many more there are. No item is cut.
 *
 * @param what the items are, where there is room for none of them
 */
const listWithin = (items: readonly string[], max: number, what: string): string => {
  const shown: string[] = []
  for (const item of items.map(one => shorten(toLine(one), 45))) {
    const more = items.length - shown.length - 1
    const length = [...shown, item].join(', ').length + (more > 0 ? ` and ${more} more`.length : 0)
    if (length > max) break
    shown.push(item)
  }
  const left = items.length - shown.length
  if (shown.length === 0) return countWords(items.length, what)
  return `${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`
}

const usedBy = ({ impact }: Proposal): string => {
  if (!impact) return 'Used by: unknown'
  const uses = usesOf(impact)
  const { references, instances, launchTemplates, autoScaling, otherAccounts } = impact
  const isUnknown =
    [references, instances, launchTemplates, autoScaling, otherAccounts].some(finding => !finding.known) ||
    (otherAccounts.known && otherAccounts.value.unread.length > 0)
  const parts = [
    ...(instancesElsewhere(impact) > 0 ? [instancesTotal(impact)] : []),
    ...(uses.length > 0
      ? [
          listWithin(uses.map(useName), instancesElsewhere(impact) > 0 ? 50 : 90, 'use') +
            (instancesElsewhere(impact) > 0 ? ' in this account' : ''),
        ]
      : []),
    ...(isUnknown ? ['not all could be checked'] : []),
  ]
  return `Used by: ${parts.length > 0 ? parts.join('; ') : 'nothing found'}`
}

/** "Deprecated from 2026-12-24 00:00 UTC", "Successor: payments-base-2026-11-30" */
const retirementLines = ({ deprecateAtMs, successor }: Retirement): string[] =>
  deprecateAtMs === undefined
    ? ['The deprecation date is removed.']
    : [
        `Deprecated from ${utcWords(deprecateAtMs)}`,
        ...(successor ? [`Successor: ${shorten(toLine(successor.name), 40)}`] : []),
      ]

const access = ({ impact }: Proposal, nameOf: NameOf): string => {
  if (!impact?.sharing.known) return 'Loses access: unknown'
  const { value } = impact.sharing
  return sharedWith(value) === 0
    ? 'Loses access: nobody, it is not shared'
    : `Loses access: ${listWithin(sharedNames(value, nameOf), 70, 'account')}`
}

const snapshots = (proposal: Proposal): string => {
  const { action, options, impact, facts } = proposal
  const length = facts?.snapshots.length ?? 0
  if (length === 0) return 'Snapshots: none'
  const what = `${numberWords(length)} ${options.deleteSnapshots ? 'deleted too' : 'kept'}`
  return impact && isLostForGood(action, impact, options)
    ? `Snapshots: ${what}. The image cannot be restored`
    : `Snapshots: ${what}`
}

const linesOf = (proposal: Proposal, nameOf: NameOf): string[] => {
  const { action, share, unshare, launches, retirement } = proposal
  if (action === 'shareWith')
    return [
      ...(share && sharedWith(share) > 0
        ? [`Gets access: ${listWithin(sharedNames(share, nameOf), 70, 'account')}`]
        : []),
      ...(unshare && sharedWith(unshare) > 0
        ? [`Loses access: ${listWithin(sharedNames(unshare, nameOf), 70, 'account')}`]
        : []),
      ...(launches && launches.cannot > 0 ? [`Launches will fail for ${launches.cannot} of them`] : []),
    ]
  if (retirement) return [...retirementLines(retirement), usedBy(proposal)]
  if (share) return [`Gets access: ${listWithin(sharedNames(share, nameOf), 140, 'account')}`]
  // An action that restores something takes nothing away.
  if (!ACTION_RULES[action].asksFirst) return [`The image is ${pastWords(doneOf(proposal))}.`]
  return [
    usedBy(proposal),
    access(proposal, nameOf),
    ...(action === 'deregister' ? [snapshots(proposal)] : []),
  ]
}

/** What an approver must have read: which image, what uses it, who loses access, what happens to its snapshots. */
export const approveSummary = (proposal: Proposal, nameOf: NameOf = id => id): ConfirmWords => {
  const { action, image, facts } = proposal
  const { asksFirst } = ACTION_RULES[action]
  const name = shorten(toLine(facts?.name ?? image.imageId), 60)
  const text = [`${name} in ${image.region}`, ...linesOf(proposal, nameOf)].join('\n')
  if (text.length > MAX)
    throw new ImpossibleBlock(`Expected a summary to have at most ${MAX} characters, got ${text.length}.`)
  return {
    title: `Approve: ${verbOf(action)} this image?`,
    text,
    confirm: 'Approve',
    deny: 'Cancel',
    style: asksFirst && action !== 'shareWith' && action !== 'retire' ? 'danger' : 'primary',
  }
}
