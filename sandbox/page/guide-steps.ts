import type { MomentLine } from './aws/aws-model.ts'
import { imagesOf } from './aws/moment-words.ts'

export type GuideStep = 'bake' | 'press' | 'follow' | 'refused'

const CHANGE = /^\w+ clicked (Disable|Enable|Deregister)/

/** A click that AWS has answered with its own event: the loop is closed. */
const isClosed = (click: MomentLine, moments: readonly MomentLine[]): boolean =>
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
export const readDoneSteps = (
  moments: readonly MomentLine[],
  hasFollowed: boolean,
): ReadonlySet<GuideStep> => {
  const done = new Set<GuideStep>()
  if (moments.some(({ title }) => /^chat\.postMessage .*-> ok/.test(title))) done.add('bake')
  const clicks = moments.filter(({ service, title }) => service === 'slack' && CHANGE.test(title))
  if (clicks.some(click => isClosed(click, moments))) done.add('press')
  if (hasFollowed) done.add('follow')
  if (clicks.some(({ title }) => title.startsWith('sam '))) done.add('refused')
  return done
}
