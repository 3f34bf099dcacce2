import { durationWords } from '../../../blocks/words.ts'
import { type Check, note, ok } from '../check.ts'

/** An event has come through to Slack. */
export const lastEvent: Check = {
  name: 'last event',
  takes: 'dynamodb:GetItem on the table',
  async run({ stack, ledger, nowMs }) {
    if (!(await stack())) return []
    const last = await ledger.readLastAnnounced()
    if (!last)
      return [note('No event has been announced yet.', 'Deregister a test image, and see its card appear.')]
    return [ok(`${last.image} became ${last.state}, ${durationWords(nowMs - last.atMs)} ago.`)]
  },
}
