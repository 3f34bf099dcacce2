import { renderOutside } from '../../../blocks/audit-line.ts'
import { accountName, type Config } from '../../domain/config.ts'
import { imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import type { Messenger } from '../../ports.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'

interface Needs extends PostOnceNeeds {
  messenger: PostOnceNeeds['messenger'] & Pick<Messenger, 'update'>
  config: Config
}

/** Slack takes 50 edits a minute of a whole workspace. https://docs.slack.dev/apis/web-api/rate-limits */
const LINES_OF_A_BATCH = 10

/** Adds the actor to the audit channel's lines about changes outside Slack. It may fail: the history and the cards name the actor too. */
export const nameInAudit = async (needs: Needs, records: readonly ImageRecord[]): Promise<void> => {
  const { messenger, config, log } = needs
  const { audit } = config.channels
  if (audit === undefined) return
  const named = records.filter(({ lastEvent }) => lastEvent?.principal && !lastEvent.by)
  for (const record of named.slice(0, LINES_OF_A_BATCH)) {
    const message = renderOutside(record, accountName(config, record.account))
    const posted = await postOnce(needs, {
      key: `audit/${record.lastEvent?.eventId}`,
      channel: audit,
      message,
    })
    // Posted with the event, before it was known who did it.
    const delivery =
      posted.kind === 'delivered' && posted.payload
        ? await messenger.update(posted.channelId, posted.ts, message)
        : posted
    if (delivery.kind === 'delivered') continue
    log.info('The audit channel does not name who changed an image.', {
      image: imageKey(record),
      ...delivery,
    })
    if (delivery.kind === 'busy') return
  }
}
