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
  references: 'what EC2 lists as references',
  instances: 'instances',
  launchTemplates: 'launch templates',
  autoScaling: 'Auto Scaling groups',
  sharing: 'who may launch it',
  snapshots: 'its snapshots',
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

const unknownWords = (why: string): string => `❔ could not be found out: ${escapeText(why, 200)}`

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
    ...(pending.length > 0
      ? [`⏳ still looking at ${pending.map(part => PART_WORDS[part]).join(', ')}`]
      : []),
  ]
  if (found.length > 0) return `*⚠️ In use*\n${lines.join('\n')}`
  const none =
    pending.length + unknown.length === 0
      ? ['No use found in this account. Other accounts and other tools cannot be seen from here.']
      : []
  return `*Who uses it*\n${[...lines, ...none].join('\n')}`
}

const withFinding = <T>(
  title: string,
  finding: Finding<T> | undefined,
  words: (value: T) => string,
): string =>
  `*${title}*\n${finding === undefined ? '⏳ still looking' : finding.known ? words(finding.value) : unknownWords(finding.why)}`

const moneyWords = (dollars: number): string =>
  dollars < 0.01 ? 'less than $0.01' : `about $${dollars.toFixed(2)}`

const snapshotWords = ({ impact, facts, pricePerGiB }: ImpactView): string =>
  withFinding('Snapshots', impact.snapshots, snapshots => {
    const sizeGiB = totalSizeGiB(facts) ?? 0
    if (snapshots.length === 0) return 'none'
    const shared = snapshots
      .filter(({ alsoIn }) => alsoIn.length > 0)
      .map(({ snapshotId, alsoIn }) => {
        const others = alsoIn.length > 3 ? ` and ${alsoIn.length - 3} more` : ''
        return `• ${code(snapshotId, 40)} is in ${alsoIn
          .slice(0, 3)
          .map(id => code(id, 40))
          .join(', ')}${others} too`
      })
    const cost = `${moneyWords(sizeGiB * pricePerGiB)} a month at most, as an estimate`
    return [
      `${snapshots.length} with ${sizeGiB} GiB: ${cost}`,
      ...(shared.length > 0 ? [listed(shared, 'shared ones')] : []),
    ].join('\n')
  })

const protectionWords = (facts: ImageFacts): string | undefined => {
  if (!isProtected(facts)) return undefined
  const untilMs = cooldownEndsAtMs(facts.deregistrationProtection)
  if (untilMs !== undefined)
    return `🔒 protected by a cooldown until ${timeWords(untilMs)}: EC2 refuses until then`
  return facts.deregistrationProtection === 'enabled-with-cooldown'
    ? '🔒 protected; once switched off, EC2 keeps protecting it for another 24 hours'
    : '🔒 protected: EC2 refuses until that is switched off'
}

const retentionWords = ({ impact, facts, nowMs }: ImpactView): string =>
  withFinding('Recycle Bin', impact.retention, ({ imageDays, snapshotDays }) => {
    if (imageDays === undefined) return '⚠️ no rule keeps it: deregistering is for good'
    const image = `♻️ a rule keeps it for ${imageDays} days, until ${timeWords(nowMs + imageDays * DAY_MS)}`
    return snapshotDays === undefined && facts.snapshots.length > 0
      ? `${image}\n⚠️ no rule keeps its snapshots: deleted with it, they are gone, and nothing brings the image back`
      : image
  })

/**
 * Everything that is to be known before the change, the most telling first.
 *
 * @param isForGood whether the change may be one for good: then it is told what keeps the image
 * @param others what is said before the names of those who may launch it
 */
export const impactLines = (view: ImpactView, isForGood: boolean, others = 'loses access:'): string[] => {
  const { impact, facts } = view
  const protection = protectionWords(facts)
  const launched =
    facts.lastLaunchedAtMs === undefined
      ? 'EC2 knows of no launch (it learns of one after up to 24 hours)'
      : agoWords(facts.lastLaunchedAtMs)
  return [
    linesOfUse(view),
    withFinding('Access', impact.sharing, sharing =>
      sharedWith(sharing) === 0 ? 'nobody else may launch it' : `⚠️ ${others} ${sharingWords(sharing)}`,
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
      return `used by ${wordsOfUse(worse.use)} now`
    case 'shared':
      return `shared with ${sharingWords(worse.with)} now`
    case 'snapshot':
      return `its snapshot ${code(worse.snapshotId, 40)} is in ${worse.alsoIn
        .slice(0, 3)
        .map(id => code(id, 40))
        .join(', ')} too now`
    case 'retention': {
      const what = worse.what === 'image' ? 'it' : 'its snapshots'
      return worse.afterDays === undefined
        ? `no rule of the Recycle Bin keeps ${what} any more (it was ${worse.beforeDays} days)`
        : `the Recycle Bin would keep ${what} for ${worse.afterDays} days only (it was ${worse.beforeDays})`
    }
    case 'unknown':
      return `${PART_WORDS[worse.part]} cannot be found out any more`
  }
}

/** The same for what keeps plain text and escapes it when it is shown. */
export const worseInLine = (worse: RiskIncrease): string => unescapeText(worseWords(worse))

/** "2 uses: instance web-1, launch template web". */
export const usesInLine = (impact: Impact): string => {
  const uses = usesOf(impact)
  const named = uses.slice(0, 3).map(({ kind, name }) => `${KIND_WORDS[kind]} ${name}`)
  const more = uses.length > 3 ? ', …' : ''
  return `${uses.length} ${uses.length === 1 ? 'use' : 'uses'}: ${named.join(', ')}${more}`
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
    usesOf(impact).length === 0 ? 'no use found' : usesInLine(impact),
    ...(sharing.known ? [sharedInLine(sharing.value)] : []),
    ...(retention.known
      ? [
          retention.value.imageDays === undefined
            ? 'no Recycle Bin rule'
            : `Recycle Bin ${retention.value.imageDays} days`,
        ]
      : []),
    ...(unknown.length > 0 ? [`not found out: ${unknown.map(part => PART_WORDS[part]).join(', ')}`] : []),
  ].join(' · ')
}
