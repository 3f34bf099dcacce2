import { type PlanAction, takesAway } from '../src/domain/actions.ts'
import { chunksOf, groupBy } from '../src/domain/group-by.ts'
import { isRemoval, type Plan } from '../src/domain/plan.ts'
import type { FirstImage, LeftOut, PlanFacts } from '../src/domain/plan-facts.ts'
import { verbOf } from './action-words.ts'
import { aliasPlanWords } from './alias-words.ts'
import { revokePlanWords } from './revoke-words.ts'
import { sharingWords } from './sharing.ts'
import { code, escapeText, shorten } from './text.ts'
import { KIND_WORDS } from './use-words.ts'
import { capital, countWords, numberWords, restorableWords } from './words.ts'

/** The sentences about many images that are changed as one. */

type NameOf = (account: string) => string

type NamedPlan = Pick<Plan, 'action' | 'images' | 'alias' | 'revocation' | 'undoes' | 'retirement'>

/** On the card of a plan above the limit. */
export const NUMBER_IS_TYPED =
  '⚠️ *More than one person may change within an hour:* the approver types the number of images.'

/** "disable"; "remove the deprecation dates of" */
const planVerb = (plan: Pick<Plan, 'action' | 'retirement'>): string =>
  isRemoval(plan) ? 'remove the deprecation dates of' : verbOf(plan.action)

/** "disable 40 images"; "promote payments-base-2 to prod in 4 places" */
export const planWords = (plan: NamedPlan): string => {
  const { action, images, alias, revocation } = plan
  if (revocation) return revokePlanWords(plan, revocation)
  return alias ? aliasPlanWords(action, alias, images) : `${planVerb(plan)} ${countWords(images, 'image')}`
}

/** "*Disable* 40 images" */
export const boldPlanWords = (plan: NamedPlan): string => {
  const verb = plan.revocation && plan.undoes !== undefined ? 'undo' : planVerb(plan)
  return `*${capital(verb)}*${planWords(plan).slice(verb.length)}`
}

/** `web-1 ami-0…`, as far as it has a name. */
export const planImageName = ({ image, name }: Pick<FirstImage, 'image' | 'name'>): string =>
  name === undefined ? code(image.imageId) : `${code(name, 100)} ${code(image.imageId)}`

const PLACES_SHOWN = 6

/** "production us-east-1: 30, staging eu-west-1: 10" */
export const placesWords = ({ places }: PlanFacts, nameOf: NameOf): string => {
  const shown = places
    .slice(0, PLACES_SHOWN)
    .map(
      ({ account, region, images }) => `${escapeText(nameOf(account), 60)} ${region}: ${numberWords(images)}`,
    )
  const more = places.length - PLACES_SHOWN
  return [
    ...shown,
    ...(more > 0 ? [`and ${countWords(more, 'more account and region', 'more accounts and regions')}`] : []),
  ].join(', ')
}

/** What matters of all images together, most important first; each a line. */
export const factLines = (action: PlanAction, facts: PlanFacts): string[] => {
  if (!takesAway(action)) return []
  const { inUse, unknown, unread } = facts
  const silent = unread.map(({ name }) => escapeText(name, 60)).join(', ')
  return [
    ...(inUse > 0 ? [`⚠️ *${countWords(inUse, 'image')} in use*`] : []),
    ...(unknown > 0 ? [`⚠️ *${countWords(unknown, 'image')} whose use is not known*: counted as in use`] : []),
    ...(inUse + unknown === 0
      ? ['✅ No use found: no instance, launch template, Auto Scaling group, parameter or recipe names them']
      : []),
    ...(silent === '' ? [] : [`⚠️ Instances of ${silent} are not known`]),
    ...sharingLines(action, facts),
    ...(action === 'deregister' ? keptLines(facts) : []),
  ]
}

/** Who loses access, or no longer finds them; each a line. */
const sharingLines = (action: PlanAction, { sharing }: PlanFacts): string[] => {
  if (!sharing) return []
  const { images, with: others, unknown } = sharing
  const hides = action === 'retire'
  return [
    ...(images > 0
      ? [
          `⚠️ *${countWords(images, 'image')} shared* · these ${hides ? 'no longer find them in a search' : 'lose access'}: ${sharingWords(others)}`,
        ]
      : []),
    ...(unknown > 0
      ? [
          `⚠️ *Who has access to ${countWords(unknown, 'image')} is not known*: they may ${hides ? 'no longer find them' : 'lose it'}`,
        ]
      : []),
  ]
}

const NOT_KNOWN = 'which rule of the Recycle Bin keeps them.* Without one, an image cannot be restored.'

/** What can be restored, and what cannot; each a line. */
const keptLines = ({ kept }: PlanFacts): string[] => {
  if (!kept) return [`⚠️ *Not known: ${NOT_KNOWN}`]
  const { images, days, withoutSnapshots, lost, unknown } = kept
  const [least, most] = days
  const howLong = least === most ? countWords(most, 'day') : `${least} to ${countWords(most, 'day')}`
  return [
    ...(lost > 0
      ? [`⚠️ *${countWords(lost, 'image')} that no Recycle Bin rule keeps*: cannot be restored`]
      : []),
    ...(images > 0
      ? [`♻️ ${countWords(images, 'image')} restorable from the Recycle Bin for ${howLong}`]
      : []),
    ...(withoutSnapshots > 0
      ? [
          `⚠️ If you also delete their snapshots, ${countWords(withoutSnapshots, 'image')} of those cannot be restored`,
        ]
      : []),
    ...(unknown > 0 ? [`⚠️ *Not known for ${countWords(unknown, 'image')}: ${NOT_KNOWN}`] : []),
  ]
}

/** What the lists don't show, and when it is looked up. */
export const laterWords = (action: PlanAction): string =>
  takesAway(action)
    ? 'Each image is looked at again right before it is changed, and refused if anything uses it, or has access to it, that is not known here.'
    : 'Each image is checked again right before it is changed.'

const useWords = ({ uses, useCount, instancesElsewhere, isUnknown }: FirstImage): string => {
  const named = uses.map(({ kind, name }) => `${KIND_WORDS[kind]} ${code(name, 60)}`)
  const more = useCount - uses.length
  const parts = [
    ...named,
    ...(more > 0 ? [`${numberWords(more)} more`] : []),
    ...(instancesElsewhere > 0 ? [`${countWords(instancesElsewhere, 'instance')} in other accounts`] : []),
  ]
  if (parts.length > 0) return `\n⚠️ In use: ${parts.join(', ')}`
  return isUnknown ? '\n⚠️ Use not known' : ''
}

/** The account and region of an image; for a deregistered one, until when it can be restored. */
const placeWords = ({ image, recycledUntilMs }: FirstImage, nameOf: NameOf): string => {
  const where = `${escapeText(nameOf(image.account), 60)} · ${image.region}`
  return recycledUntilMs === undefined ? where : `${where} · ${restorableWords(recycledUntilMs)}`
}

/** Slack folds a section of more than a few lines, and what matters most would be behind "See more". */
const IMAGES_OF_A_SECTION = 2

/** Lines about an image each, as the texts of sections. */
export const inSections = (lines: readonly string[]): string[] =>
  chunksOf(lines, IMAGES_OF_A_SECTION).map(some => shorten(some.join('\n'), 3000))

/** The images that matter most, as the texts of sections. */
export const firstImages = ({ first }: PlanFacts, nameOf: NameOf): string[] =>
  inSections(first.map(one => `• ${planImageName(one)} · ${placeWords(one, nameOf)}${useWords(one)}`))

/** "3 left out: it is disabled (2); it is not in the Recycle Bin (1)" */
export const leftOutWords = (leftOut: readonly LeftOut[]): string => {
  if (leftOut.length === 0) return ''
  const groups = [...groupBy(leftOut, ({ why }) => why)].sort(([, a], [, b]) => b.length - a.length)
  const reasons = groups
    .slice(0, 5)
    .map(([why, ofWhy]) => `${escapeText(why, 120)} (${numberWords(ofWhy.length)})`)
  return `${countWords(leftOut.length, 'selected image')} left out: ${reasons.join('; ')}`
}
