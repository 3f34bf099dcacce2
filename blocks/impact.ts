import { cooldownEndsAtMs, type ImageFacts, isProtected, totalSizeGiB } from '../src/domain/image.ts'
import { type Finding, type Impact, isFoundInUse, usesOf } from '../src/domain/impact.ts'
import { type Sharing, sharedWith } from '../src/domain/sharing.ts'
import { countInstances, instancesWords, noneElsewhereWords, unreadAccounts } from './instances-words.ts'
import { sharingWords } from './sharing.ts'
import { code, escapeText } from './text.ts'
import { PART_WORDS, wordsOfUse } from './use-words.ts'
import { agoWords, countWords, timeWords } from './words.ts'

/** The facts before a change, each as one piece of mrkdwn: what is known, what is unknown, what is still being looked up. */

export interface ImpactView {
  /** The parts that have arrived. */
  impact: Partial<Impact>
  facts: ImageFacts
  /** US dollars for a GiB of snapshot and month. */
  pricePerGiB: number
  nowMs: number
  /** The alias or the name of an account. */
  nameOf?: NameOf
}

type NameOf = (account: string) => string

const SHOWN = 8

const DAY_MS = 86_400_000

const listed = (items: readonly string[], what: string): string =>
  items.length <= SHOWN
    ? items.join('\n')
    : `${items.slice(0, SHOWN).join('\n')}\n… and ${items.length - SHOWN} more ${what}`

const unknownWords = (why: string): string => `❔ unknown: ${escapeText(why, 200)}`

const USE_PARTS = ['references', 'instances', 'launchTemplates', 'autoScaling', 'otherAccounts'] as const

/** Who uses the image. */
export const useLines = ({ impact }: ImpactView): string => {
  const uses = usesOf(impact)
  const pending = USE_PARTS.filter(part => impact[part] === undefined)
  const unknown = USE_PARTS.flatMap(part => {
    const finding = impact[part]
    return finding && !finding.known ? [`• ${PART_WORDS[part]} ${unknownWords(finding.why)}`] : []
  })
  const found = uses.map(use => `• ${wordsOfUse(use)}`)
  const unread = unreadAccounts(impact).map(
    ({ name, why }) => `• instances in ${code(name, 60)} ${unknownWords(why)}`,
  )
  const isInUse = isFoundInUse(impact)
  const lines = [
    ...(countInstances(impact) > 0 && impact.instances?.known && impact.otherAccounts?.known
      ? [`Used by ${instancesWords(impact)}`]
      : []),
    ...(found.length > 0 ? [listed(found, 'uses')] : []),
    ...unknown,
    ...(unread.length > 0 ? [listed(unread, 'accounts')] : []),
    ...(pending.length > 0 ? [`⏳ Checking ${pending.map(part => PART_WORDS[part]).join(', ')}`] : []),
  ]
  if (isInUse) return `*⚠️ In use*\n${lines.join('\n')}`
  const none =
    pending.length + unknown.length + unread.length === 0
      ? [`No usage found in this account. ${noneElsewhereWords(impact)}`]
      : []
  return `*Used by*\n${[...lines, ...none].join('\n')}`
}

const withFinding = <T>(
  title: string,
  finding: Finding<T> | undefined,
  words: (value: T) => string,
): string =>
  `*${title}*\n${finding === undefined ? '⏳ Checking…' : finding.known ? words(finding.value) : unknownWords(finding.why)}`

export const moneyWords = (dollars: number): string =>
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

/** @param access `has`: somebody only asks, and the image is there */
const retentionWords = ({ impact, facts, nowMs }: ImpactView, access: AccessWords): string =>
  withFinding('Recycle Bin', impact.retention, ({ imageDays, snapshotDays }) => {
    if (imageDays === undefined)
      return access === 'has'
        ? '⚠️ No Recycle Bin rule applies: once deregistered, the image cannot be restored.'
        : '⚠️ No Recycle Bin rule applies: the image cannot be restored.'
    const days = countWords(imageDays, 'day')
    if (access === 'has') return `♻️ Once deregistered, restorable from the Recycle Bin for ${days}`
    const image = `♻️ Restorable from the Recycle Bin for ${days} (until ${timeWords(nowMs + imageDays * DAY_MS)})`
    return snapshotDays === undefined && facts.snapshots.length > 0
      ? `${image}\n⚠️ If you also delete its snapshots, the image cannot be restored.`
      : image
  })

/** What a line says about the accounts it is shared with: they lose access, have it, get it back, or no longer find the image. */
export type AccessWords = 'loses' | 'has' | 'gets' | 'hides'

const VERBS: Readonly<
  Record<Exclude<AccessWords, 'has'>, readonly [warning: string, one: string, many: string]>
> = {
  loses: ['⚠️ ', 'loses access', 'lose access'],
  gets: ['', 'gets access', 'get access'],
  hides: ['⚠️ ', 'no longer finds it', 'no longer find it'],
}

const accessWords = (sharing: Sharing, access: AccessWords, nameOf: NameOf | undefined): string => {
  const count = sharedWith(sharing)
  if (count === 0) return 'Private: not shared'
  const who = sharingWords(sharing, nameOf)
  if (access === 'has') return `⚠️ Shared with: ${who}`
  const [warning, one, many] = VERBS[access]
  if (sharing.accounts.length !== count) return `${warning}These ${many}: ${who}`
  const words = count === 1 ? `This account ${one}` : `These accounts ${many}`
  return `${warning}${words}: ${who.replace(/^accounts? /, '')}`
}

/** Who else may launch the image, and what the change means for them. */
export const accessLine = (
  sharing: Impact['sharing'] | undefined,
  access: AccessWords,
  nameOf: NameOf | undefined,
): string => withFinding('Access', sharing, value => accessWords(value, access, nameOf))

/**
 * Everything to know before the change, the most important first.
 *
 * @param isForGood whether the change may be irreversible: then the text says what keeps the image
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
    useLines(view),
    accessLine(impact.sharing, access, view.nameOf),
    `*Last launched*\n${launched}`,
    snapshotWords(view),
    ...(isForGood ? [retentionWords(view, access)] : []),
    ...(isForGood && protection ? [`*Deregistration protection*\n${protection}`] : []),
  ]
}
