import type { Launch, LaunchSummary } from '../src/domain/launchability.ts'
import type { Launcher } from '../src/domain/launcher.ts'
import { type Part, sectionPart } from './part.ts'
import { code, escapeText, shorten } from './text.ts'
import { countWords } from './words.ts'

/** Whether those who have access could launch the image, in words. */

export const launcherWords = (launcher: Launcher, nameOf: (account: string) => string = id => id): string => {
  switch (launcher.kind) {
    case 'account': {
      const name = nameOf(launcher.id)
      return `account ${code(launcher.id, 20)}${name === launcher.id ? '' : ` (${escapeText(name, 60)})`}`
    }
    case 'organization':
      return `organization ${code(launcher.id, 60)}`
    case 'unit':
      return `organizational unit ${code(launcher.id, 60)}`
    case 'everybody':
      return 'everybody'
  }
}

const sharedWords = ({ accounts, others }: LaunchSummary): string =>
  [
    ...(accounts > 0 ? [countWords(accounts, 'account')] : []),
    ...(others > 0 ? [accounts > 0 ? `${others} more` : countWords(others, 'organization')] : []),
  ].join(' and ')

/**
 * One line if not everybody with access can launch the image; undefined if nothing is known to prevent it.
 *
 * @param access `has`, or `gets` where the access is still to be given
 */
export const launchLine = (summary: LaunchSummary, access: 'has' | 'gets' = 'has'): string | undefined => {
  const { accounts, others, cannot, withoutKey, unknown } = summary
  const shared = `${access === 'has' ? 'Shared with' : 'To be shared with'} ${sharedWords(summary)}`
  if (cannot > 0) {
    const isAll = cannot === accounts + others
    const who = isAll ? (cannot === 1 ? 'which cannot' : 'none of which can') : `of which ${cannot} cannot`
    const what = withoutKey === cannot ? 'use its KMS key' : 'launch it'
    return `🛑 ${shared}, ${who} ${what}: launches there will fail`
  }
  if (unknown === 0) return undefined
  const all = accounts + others
  const who = unknown < all ? `${unknown} of them` : all === 1 ? 'it' : 'they'
  return `❔ ${shared}: whether ${who} can launch it is unknown`
}

const SHOWN = 10

const SIGNS = { yes: '✅', no: '🛑', unknown: '❔' } as const

/** What is in the way of each, the worst first. */
export const launchDetails = (
  launches: readonly Launch[],
  nameOf?: (account: string) => string,
): string[] => {
  const order = ['no', 'unknown', 'yes'] as const
  const sorted = order.flatMap(can => launches.filter(one => one.can === can))
  const lines = sorted.slice(0, SHOWN).map(({ launcher, can, reasons, notes }) => {
    const why = can === 'yes' ? notes : reasons.map(one => one.why)
    const word = { yes: 'can launch it', no: 'cannot launch it', unknown: 'unknown' }[can]
    return `${SIGNS[can]} ${launcherWords(launcher, nameOf)}: ${word}${why.length > 0 ? ` (${escapeText(why.join('; '), 300)})` : ''}`
  })
  return sorted.length > SHOWN ? [...lines, `… and ${sorted.length - SHOWN} more`] : lines
}

/** The same as a part of an answer; nothing where nobody else has access. */
export const launchesPart = (launches: readonly Launch[], nameOf: (account: string) => string): Part[] =>
  launches.length === 0
    ? []
    : [sectionPart(shorten(`*Who can launch it*\n${launchDetails(launches, nameOf).join('\n')}`, 3000))]
