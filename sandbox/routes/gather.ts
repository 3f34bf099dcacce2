import type { Moment } from '../kernel/moment.ts'
import type { Change } from './changes.ts'
import { withoutDetail } from './moments.ts'

const EVERY_MS = 100

const isMoment = (change: Change): change is { type: 'moment'; moment: Moment } => change.type === 'moment'

/** Lets a burst of changes through as a few: a page draws ten times a second at most. */
export const gather = (say: (change: object) => void): ((change: Change) => void) => {
  let moments: Moment[] = []
  const others = new Map<string, Change>()
  let isWaiting = false
  const flush = () => {
    isWaiting = false
    if (moments.length > 0) say({ type: 'moments', moments: moments.map(withoutDetail) })
    for (const change of others.values()) say(change)
    moments = []
    others.clear()
  }
  return change => {
    if (isMoment(change)) moments.push(change.moment)
    else others.set(JSON.stringify(change), change)
    if (isWaiting) return
    isWaiting = true
    setTimeout(flush, EVERY_MS)
  }
}
