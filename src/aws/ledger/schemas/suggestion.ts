import { SUGGESTED_ACTIONS } from '../../../domain/actions.ts'
import { SUGGESTION_STATES, type SuggestedImage, type Suggestion } from '../../../domain/suggestion.ts'
import { imageRef, imageState, person } from './image-parts.ts'
import { list, maybe, number, oneOf, shape, text, yes } from './shape.ts'

const suggestedImage = shape<SuggestedImage>({
  image: imageRef,
  state: imageState,
  name: maybe(text),
  createdAtMs: maybe(number),
  sizeGiB: maybe(number),
  reason: text,
  planId: maybe(text),
})

export const suggestion = shape<Omit<Suggestion, 'version'>>({
  id: text,
  state: oneOf(SUGGESTION_STATES),
  action: oneOf(SUGGESTED_ACTIONS),
  title: text,
  why: text,
  channel: text,
  mention: list(text),
  images: list(suggestedImage),
  notes: list(text),
  createdAtMs: number,
  untilMs: number,
  declinedBy: maybe(person),
  card: maybe(shape<NonNullable<Suggestion['card']>>({ channelId: text, ts: text })),
  isReported: maybe(yes),
})
