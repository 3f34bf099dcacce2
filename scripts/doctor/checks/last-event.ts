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
    const hours = Math.round((nowMs - last.atMs) / 3_600_000)
    return [ok(`${last.image} became ${last.state}, ${hours} h ago.`)]
  },
}
