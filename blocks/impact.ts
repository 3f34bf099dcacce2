import { cooldownEndsAtMs, type ImageFacts, isProtected, totalSizeGiB } from '../src/domain/image.ts'
import {
  decideRisk,
  type Finding,
  type Impact,
  type ImpactPart,
  type Use,
  type UseKind,
  usesOf,
} from '../src/domain/impact.ts'
import type { RiskIncrease } from '../src/domain/risk-increase.ts'
import { type Sharing, sharedWith } from '../src/domain/sharing.ts'
import { sharingWords } from './sharing.ts'
import { code, escapeText, unescapeText } from './text.ts'
import { agoWords, timeWords } from './words.ts'

/** The facts before a change, each as one piece of mrkdwn: what is known, what is not, what is still being looked up. */

export interface ImpactView {
  /** The parts that have arrived. */
  impact: Partial<Impact>
  facts: ImageFacts
  /** US dollars for a GiB of snapshot and month. */
  pricePerGiB: number
  nowMs: number
}

const SHOWN = 8
const DAY_MS = 86_400_000

const KIND_WORDS: Readonly<Record<UseKind, string>> = {
  instance: 'instance',
  'launch-template': 'launch template',
  'auto-scaling-group': 'Auto Scaling group',
  'launch-configuration': 'launch configuration',
  parameter: 'SSM parameter',
  'image-recipe': 'Image Builder recipe',
  'container-recipe': 'Image Builder container recipe',
}

const PART_WORDS: Readonly<Record<ImpactPart, string>> = {
  references: 'EC2’s image references',
  instances: 'instances',
  launchTemplates: 'launch templates',
  autoScaling: 'Auto Scaling groups',
  sharing: 'launch permissions',
  snapshots: 'snapshots',
  retention: 'Recycle Bin rules',
}

/** Nothing that Slack would draw as anything else than letters. */
const HARMLESS = /^[A-Za-z0-9 $,.()-]{1,120}$/

const wordsOfUse = ({ kind, name, detail }: Use): string =>
  `${KIND_WORDS[kind]} ${code(name, 100)}${detail ? ` (${HARMLESS.test(detail) ? detail : code(detail, 120)})` : ''}`

const listed = (items: readonly string[], what: string): string =>
  items.length <= SHOWN
    ? items.join('\n')
    : `${items.slice(0, SHOWN).join('\n')}\n… and ${items.length - SHOWN} more ${what}`

const unknownWords = (why: string): string => `❔ unknown: ${escapeText(why, 200)}`

const USE_PARTS = ['references', 'instances', 'launchTemplates', 'autoScaling'] as const

const linesOfUse = ({ impact }: ImpactView): string => {
  const uses = usesOf(impact)
  const pending = USE_PARTS.filter(part => impact[part] === undefined)
  const unknown = USE_PARTS.flatMap(part => {
    const finding = impact[part]
    return finding && !finding.known ? [`• ${PART_WORDS[part]} ${unknownWords(finding.why)}`] : []
  })
  const found = uses.map(use => `• ${wordsOfUse(use)}`)
  const lines = [
    ...(found.length > 0 ? [listed(found, 'uses')] : []),
    ...unknown,
    ...(pending.length > 0 ? [`⏳ Checking ${pending.map(part => PART_WORDS[part]).join(', ')}`] : []),
  ]
  if (found.length > 0) return `*⚠️ In use*\n${lines.join('\n')}`
  const none =
    pending.length + unknown.length === 0
      ? ['No usage found in this account. Usage in other accounts is not checked.']
      : []
  return `*Used by*\n${[...lines, ...none].join('\n')}`
}

const withFinding = <T>(
  title: string,
  finding: Finding<T> | undefined,
  words: (value: T) => string,
): string =>
  `*${title}*\n${finding === undefined ? '⏳ Checking…' : finding.known ? words(finding.value) : unknownWords(finding.why)}`

const moneyWords = (dollars: number): string =>
  dollars < 0.01 ? 'less than $0.01' : `up to ~$${dollars.toFixed(2)}`

const snapshotWords = ({ impact, facts, pricePerGiB }: ImpactView): string =>
  withFinding('Snapshots', impact.snapshots, snapshots => {
    const sizeGiB = totalSizeGiB(facts) ?? 0
    if (snapshots.length === 0) return 'none'
    const shared = snapshots
      .filter(({ alsoIn }) => alsoIn.length > 0)
      .map(({ snapshotId, alsoIn }) => {
        const others = alsoIn.length > 3 ? ` and ${alsoIn.length - 3} more` : ''
        return `• ${code(snapshotId, 40)} is also used by ${alsoIn
          .slice(0, 3)
          .map(id => code(id, 40))
          .join(', ')}${others}`
      })
    const cost = `${moneyWords(sizeGiB * pricePerGiB)}/month (estimate)`
    return [
      `${countWords(snapshots.length, 'snapshot')}, ${sizeGiB} GiB · ${cost}`,
      ...(shared.length > 0 ? [listed(shared, 'shared ones')] : []),
    ].join('\n')
  })

const protectionWords = (facts: ImageFacts): string | undefined => {
  if (!isProtected(facts)) return undefined
  const untilMs = cooldownEndsAtMs(facts.deregistrationProtection)
  if (untilMs !== undefined)
    return `🔒 Protected by a cooldown until ${timeWords(untilMs)}: EC2 refuses to deregister it until then`
  return facts.deregistrationProtection === 'enabled-with-cooldown'
    ? '🔒 Protected. Once turned off, a cooldown protects it for another 24 hours'
    : '🔒 Protected: EC2 refuses to deregister it until protection is turned off'
}

/** "1 snapshot", "2 snapshots". */
export const countWords = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

const retentionWords = ({ impact, facts, nowMs }: ImpactView): string =>
  withFinding('Recycle Bin', impact.retention, ({ imageDays, snapshotDays }) => {
    if (imageDays === undefined) return '⚠️ No Recycle Bin rule applies: the image cannot be restored.'
    const image = `♻️ Restorable from the Recycle Bin for ${countWords(imageDays, 'day')} (until ${timeWords(nowMs + imageDays * DAY_MS)})`
    return snapshotDays === undefined && facts.snapshots.length > 0
      ? `${image}\n⚠️ If you also delete its snapshots, the image cannot be restored.`
      : image
  })

/** What is said of those who may launch it: they lose it, they have it, or they get it back. */
export type AccessWords = 'loses' | 'has' | 'gets'

const ACCESS: Readonly<Record<AccessWords, string>> = {
  loses: '⚠️ These accounts lose access:',
  has: '⚠️ Shared with:',
  gets: 'These accounts get access:',
}

/**
 * Everything that is to be known before the change, the most telling first.
 *
 * @param isForGood whether the change may be one for good: then it is told what keeps the image
 */
export const impactLines = (
  view: ImpactView,
  isForGood: boolean,
  access: AccessWords = 'loses',
): string[] => {
  const { impact, facts } = view
  const protection = protectionWords(facts)
  const launched =
    facts.lastLaunchedAtMs === undefined
      ? 'Never launched, according to EC2 (can lag up to 24 h)'
      : agoWords(facts.lastLaunchedAtMs)
  return [
    linesOfUse(view),
    withFinding('Access', impact.sharing, sharing =>
      sharedWith(sharing) === 0 ? 'Private: not shared' : `${ACCESS[access]} ${sharingWords(sharing)}`,
    ),
    `*Last launched*\n${launched}`,
    snapshotWords(view),
    ...(isForGood ? [retentionWords(view)] : []),
    ...(isForGood && protection ? [`*Deregistration protection*\n${protection}`] : []),
  ]
}

export const worseWords = (worse: RiskIncrease): string => {
  switch (worse.kind) {
    case 'use':
      return `now used by ${wordsOfUse(worse.use)}`
    case 'shared':
      return `now shared with ${sharingWords(worse.with)}`
    case 'snapshot':
      return `snapshot ${code(worse.snapshotId, 40)} is now also used by ${worse.alsoIn
        .slice(0, 3)
        .map(id => code(id, 40))
        .join(', ')}`
    case 'retention': {
      const what = worse.what === 'image' ? 'the image' : 'its snapshots'
      return worse.afterDays === undefined
        ? `the Recycle Bin no longer keeps ${what} (was ${countWords(worse.beforeDays, 'day')})`
        : `the Recycle Bin keeps ${what} for ${countWords(worse.afterDays, 'day')} only (was ${worse.beforeDays})`
    }
    case 'unknown':
      return `${PART_WORDS[worse.part]} can no longer be checked`
  }
}

/** The same for what keeps plain text and escapes it when it is shown. */
export const worseInLine = (worse: RiskIncrease): string => unescapeText(worseWords(worse))

/** "instance web-1", as plain text. */
export const useName = ({ kind, name }: Use): string => `${KIND_WORDS[kind]} ${name}`

/** "2 uses: instance web-1, launch template web". */
const usesInLine = (impact: Impact): string => {
  const uses = usesOf(impact)
  const named = uses.slice(0, 3).map(useName)
  const more = uses.length > 3 ? ', …' : ''
  return `${countWords(uses.length, 'use')}: ${named.join(', ')}${more}`
}

const sharedInLine = (sharing: Sharing): string => {
  const others = sharedWith({ ...sharing, isPublic: false })
  const shared = others === 0 ? [] : [`shared with ${others}`]
  const all = [...(sharing.isPublic ? ['public'] : []), ...shared]
  return all.length === 0 ? 'not shared' : all.join(', ')
}

/** The facts in one plain line: what history and the log keep of them. */
export const impactInLine = (impact: Impact): string => {
  const { unknown } = decideRisk(impact)
  const { sharing, retention } = impact
  return [
    usesOf(impact).length === 0 ? 'no usage found' : usesInLine(impact),
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
