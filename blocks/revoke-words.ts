import type { AliasPlace } from '../src/domain/alias.ts'
import type { ImageRef } from '../src/domain/image.ts'
import type { Plan } from '../src/domain/plan.ts'
import type { PlanImage } from '../src/domain/plan-image.ts'
import type {
  OwnedInstances,
  Revocation,
  Revoked,
  RevokedImage,
  StrandedAlias,
} from '../src/domain/revocation.ts'
import { code, escapeText, quoted } from './text.ts'
import { countWords, numberWords, type PersonStyle, personWords } from './words.ts'

/** The sentences about an image that is withdrawn. */

type NameOf = (account: string) => string

/** The name, or the id where it has none. */
const badName = ({ name, image }: Revocation): string => escapeText(name ?? image.imageId, 100)

/** "revoke payments-base-7 (3 images)" */
export const revokePlanWords = ({ undoes }: Pick<Plan, 'undoes'>, revocation: Revocation): string =>
  `${undoes === undefined ? 'revoke' : 'undo the revocation of'} ${badName(revocation)} (${countWords(revocation.images.length, 'image')})`

/** "1 image, 2 copies, 3 descendants" */
export const relatedWords = ({ images }: Revocation): string => {
  const count = (relation: string) => images.filter(one => one.relation === relation).length
  const [copies, descendants] = [count('copy'), count('descendant')]
  return [
    'the image itself',
    ...(copies === 0 ? [] : [copies === 1 ? '1 copy' : `${numberWords(copies)} copies`]),
    ...(descendants === 0 ? [] : [countWords(descendants, 'descendant')]),
  ].join(', ')
}

const placeWords = ({ account, region }: Pick<AliasPlace, 'account' | 'region'>, nameOf: NameOf): string =>
  `${escapeText(nameOf(account), 60)} · ${region}`

/** "`payments-base-1` → `payments-base-2`", each with its id where it has no name. */
const fromTo = (from: string | undefined, to: string): string =>
  `${from === undefined ? 'not set' : code(from, 100)} → ${code(to, 100)}`

/** "payments-base → prod, production · us-east-1: `bad` → `good`" */
export const returnLine = (
  { assignment, name, image }: Pick<PlanImage, 'assignment' | 'name' | 'image'>,
  nameOf: NameOf,
): string =>
  assignment
    ? `*${escapeText(assignment.family, 60)} → ${assignment.alias}*, ${placeWords(assignment, nameOf)}: ${fromTo(assignment.from?.name ?? assignment.from?.imageId, name ?? image.imageId)}`
    : ''

export const strandedLine = (alias: StrandedAlias, nameOf: NameOf): string =>
  `⛔ *${escapeText(alias.family, 60)} → ${alias.alias}*, ${placeWords(alias, nameOf)}: ${escapeText(alias.why, 300)}. It stays at ${code(alias.from.name ?? alias.from.imageId, 100)}: launches through it fail once the image is disabled.`

/** "⚠️ 12 running instances are not affected: payments (8), no owner tag (4)" */
export const ownersLine = (owners: readonly OwnedInstances[]): string => {
  const all = owners.reduce((sum, { instances }) => sum + instances, 0)
  if (all === 0) return '✅ No instance was found that runs them.'
  const names = owners.map(
    ({ owner, instances }) =>
      `${owner === undefined ? 'no owner tag' : escapeText(owner, 60)} (${numberWords(instances)})`,
  )
  return `⚠️ *${countWords(all, 'running instance')} ${all === 1 ? 'is' : 'are'} not affected:* ${names.join(', ')}`
}

const UNREAD_SHOWN = 8

export const unreadLine = ({ unread }: Revocation, isUndo: boolean): string | undefined => {
  if (unread.length === 0) return undefined
  const more = unread.length > UNREAD_SHOWN ? `; and ${numberWords(unread.length - UNREAD_SHOWN)} more` : ''
  return `⚠️ *${isUndo ? 'Not undone' : 'Not checked'}:* ${unread
    .slice(0, UNREAD_SHOWN)
    .map(one => escapeText(one, 150))
    .join('; ')}${more}`
}

/** How an image is related to the bad one. */
const RELATION: Readonly<Record<RevokedImage['relation'], string>> = {
  bad: 'the bad image',
  copy: 'copy',
  descendant: 'descendant',
}

const RELATIONS: readonly RevokedImage['relation'][] = ['bad', 'copy', 'descendant']

const relationOf = (
  images: Revocation['images'],
  { region, imageId }: Pick<ImageRef, 'region' | 'imageId'>,
): RevokedImage['relation'] | undefined =>
  images.find(({ image }) => image.region === region && image.imageId === imageId)?.relation

/** " · descendant" */
export const relationWords = (
  { images }: Pick<Revocation, 'images'>,
  image: Pick<ImageRef, 'region' | 'imageId'>,
): string => {
  const relation = relationOf(images, image)
  return relation ? ` · ${RELATION[relation]}` : ''
}

/** On the card of a revoked image: opens the form of the undo. */
export const UNDO_REVOCATION = 'Undo revocation…'

/** "⛔ Revoked by @maria: it has a backdoor" */
export const revokedWords = ({ by, reason }: Revoked, style: PersonStyle): string =>
  `⛔ Revoked by ${personWords(by, style)}${reason ? `: ${quoted(reason, 200)}` : ''}`

/** The bad image first, then its copies, then its descendants. */
export const inRelationOrder = <T extends Pick<PlanImage, 'image'>>(
  { images }: Pick<Revocation, 'images'>,
  some: readonly T[],
): T[] => {
  const rank = ({ image }: T): number => RELATIONS.indexOf(relationOf(images, image) ?? 'descendant')
  return [...some].sort((a, b) => rank(a) - rank(b))
}
