import { imagesOf } from '../kernel/moment.ts'
import type { MomentLine } from './aws/aws-model.ts'

export type GuideStep = 'create' | 'change' | 'trace' | 'denied'

const CHANGE = /^\w+ clicked (Disable|Enable|Deregister)/

const POSTED = /^chat\.postMessage #.*-> ok/
const AVAILABLE = / available -> /

/** Whether an image became available and was posted to a channel: other messages about images are no cards of new ones. */
const hasCard = (moments: readonly MomentLine[]): boolean => {
  const posted = new Map<string, number>()
  for (const moment of moments)
    if (POSTED.test(moment.title)) for (const imageId of imagesOf(moment)) posted.set(imageId, moment.id)
  return moments.some(
    event =>
      event.service === 'eventbridge' &&
      AVAILABLE.test(event.title) &&
      imagesOf(event).some(imageId => (posted.get(imageId) ?? 0) > event.id),
  )
}

/** A click that AWS has confirmed with its own event. */
const isConfirmed = (click: MomentLine, moments: readonly MomentLine[]): boolean =>
  moments.some(
    moment =>
      moment.id > click.id &&
      moment.service === 'eventbridge' &&
      imagesOf(moment).some(imageId => click.about.includes(imageId)),
  )

/** The latest click on a button that changes an image. */
export const findClick = (moments: readonly MomentLine[]): MomentLine | undefined =>
  moments.findLast(({ service, title }) => service === 'slack' && CHANGE.test(title))

/** Which of the first steps have really happened, as the timeline tells it. */
export const readDoneSteps = (moments: readonly MomentLine[], hasTraced: boolean): ReadonlySet<GuideStep> => {
  const done = new Set<GuideStep>()
  if (hasCard(moments)) done.add('create')
  const clicks = moments.filter(({ service, title }) => service === 'slack' && CHANGE.test(title))
  if (clicks.some(click => isConfirmed(click, moments))) done.add('change')
  if (hasTraced) done.add('trace')
  if (clicks.some(({ title }) => title.startsWith('sam '))) done.add('denied')
  return done
}
