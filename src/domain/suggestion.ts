import type { SUGGESTED_ACTIONS } from './actions.ts'
import { type ImageRef, type ImageState, imageKey } from './image.ts'
import type { ListedImage } from './list-filter.ts'
import type { Person } from './request.ts'

/** An image of a suggestion, as it was when amiops suggested it. */
export interface SuggestedImage {
  image: ImageRef
  state: ImageState
  name?: string
  createdAtMs?: number
  sizeGiB?: number
  /** Why it is suggested: "created 2026-05-01, never launched". Plain text. */
  reason: string
  /** The plan that somebody made with it, and asked for. */
  planId?: string
}

/** open -> declined | expired. A plan that somebody makes of it leaves it open for the images that are left. */
export const SUGGESTION_STATES = ['open', 'declined', 'expired'] as const

/** A plan that amiops suggests. Nothing is changed before a person with the right makes a plan of it. */
export interface Suggestion {
  /** Identifies what is suggested, to whom and when: with the same id it is the same suggestion. */
  id: string
  /** How often it was written: two writers that read the same version cannot both write. */
  version: number
  state: (typeof SUGGESTION_STATES)[number]
  action: (typeof SUGGESTED_ACTIONS)[number]
  /** What it is about: "Clean-up of payments-base". Plain text. */
  title: string
  /** By which rule, and what comes next. Plain text. */
  why: string
  /** The channel as the config names it, and the user groups that are mentioned there. */
  channel: string
  mention: readonly string[]
  images: readonly SuggestedImage[]
  /** What could not be checked, a sentence each: those images are not suggested. Plain text. */
  notes: readonly string[]
  createdAtMs: number
  untilMs: number
  declinedBy?: Person
  /** Its message in Slack. */
  card?: { channelId: string; ts: string }
  /** The card shows the end. */
  isReported?: true
}

/** The most images of one suggestion: as many as a person can look through. */
export const SUGGESTED_AT_MOST = 200

/** With `suggestion/` before it, the name of a message group has 128 characters at most. */
const ID_LENGTH = 116

/** The id of a suggestion: it stands in buttons, and in names of message groups. @param kind small letters: `cleanup` */
export const suggestionId = (kind: string, ...parts: readonly string[]): string =>
  [kind, ...parts.map(part => part.replace(/[^\w.-]/g, '_'))].join('/').slice(0, ID_LENGTH)

/** The images that nobody has made a plan of. */
export const imagesLeft = ({ images }: Pick<Suggestion, 'images'>): SuggestedImage[] =>
  images.filter(({ planId }) => planId === undefined)

/** Somebody asked for a plan with some of its images. @returns undefined where the suggestion says so already */
export const takeImages = (
  suggestion: Suggestion,
  planId: string,
  taken: readonly ImageRef[],
): Suggestion | undefined => {
  const keys = new Set(taken.map(imageKey))
  const isNew = ({ image, planId: before }: SuggestedImage): boolean =>
    before !== planId && keys.has(imageKey(image))
  if (!suggestion.images.some(isNew)) return undefined
  return { ...suggestion, images: suggestion.images.map(one => (isNew(one) ? { ...one, planId } : one)) }
}

/** A plan was declined, withdrawn or expired: its images can be chosen again. @returns undefined where none is its */
export const releaseImages = (suggestion: Suggestion, planId: string): Suggestion | undefined =>
  suggestion.images.some(one => one.planId === planId)
    ? {
        ...suggestion,
        images: suggestion.images.map(({ planId: of, ...one }) =>
          of === undefined || of === planId ? one : { ...one, planId: of },
        ),
      }
    : undefined

/** @returns undefined where it is over already */
export const declineSuggestion = (suggestion: Suggestion, by: Person): Suggestion | undefined =>
  suggestion.state === 'open' ? { ...suggestion, state: 'declined', declinedBy: by } : undefined

/** @returns undefined where its time is not over, or it is over for another reason */
export const expireSuggestion = (suggestion: Suggestion, nowMs: number): Suggestion | undefined =>
  suggestion.state === 'open' && nowMs >= suggestion.untilMs ? { ...suggestion, state: 'expired' } : undefined

/** When the schedule has to handle it: to post it, to let it expire, to show its end; undefined if nothing is left to do. */
export const suggestionDueAtMs = ({
  state,
  card,
  createdAtMs,
  untilMs,
  isReported,
}: Suggestion): number | undefined => {
  if (state === 'open') return card ? untilMs : createdAtMs
  return isReported ? undefined : createdAtMs
}

/** An image of a list, and why it is suggested. @param reason plain text */
export const suggestedOf = ({ image, state, facts }: ListedImage, reason: string): SuggestedImage => ({
  image,
  state,
  ...(facts.name !== undefined && { name: facts.name }),
  ...(facts.createdAtMs !== undefined && { createdAtMs: facts.createdAtMs }),
  ...(facts.sizeGiB !== undefined && { sizeGiB: facts.sizeGiB }),
  reason,
})

/** As images of a list, for the form in which a person chooses some. */
export const listedOf = ({ image, state, name, createdAtMs, sizeGiB }: SuggestedImage): ListedImage => ({
  image,
  state,
  facts: {
    ...(name !== undefined && { name }),
    ...(createdAtMs !== undefined && { createdAtMs }),
    ...(sizeGiB !== undefined && { sizeGiB }),
    tags: {},
  },
  family: undefined,
  owners: [],
})
