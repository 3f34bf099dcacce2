import { durationWords } from '../../../blocks/words.ts'
import { type Check, note, ok } from '../check.ts'

/** Slack has verified the events URL, and sends events there. */
export const slackEvents: Check = {
  name: 'slack events',
  takes: 'dynamodb:Query on the index due of the table',
  async run({ stack, ledger, nowMs }) {
    if (!(await stack())) return []
    const [last] = await ledger.readHomesOpenedSince(0)
    if (last) {
      const ago = durationWords(nowMs - last.openedAtMs)
      return [ok(`Slack’s events arrive: somebody opened the app’s Home tab ${ago} ago.`)]
    }
    return [
      note(
        'The events URL has never received an event: nobody has seen the app’s Home tab yet.',
        'Open it in Slack. If it stays empty, press Retry under Event Subscriptions of the app; if that page has no events, paste the manifest again (npm run -s manifest) and install the app again.',
      ),
    ]
  },
}
