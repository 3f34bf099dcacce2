import { renderOutside } from '../../blocks/audit-line.ts'
import { accountName, type Config } from '../domain/config.ts'
import type { ImageEvent } from '../domain/event.ts'
import { attemptOf } from '../domain/history.ts'
import { imageKey } from '../domain/image.ts'
import { Later } from '../domain/later.ts'
import type { ImageRecord } from '../domain/record.ts'
import type { Clock, Images, Ledger, Log, Messenger } from '../ports.ts'
import { changeImage } from './change-image.ts'
import { postOnce } from './post-once.ts'
import { recordAttempt } from './record-attempt.ts'

interface Needs {
  images: Pick<Images, 'recycled'>
  ledger: Ledger
  messenger: Pick<Messenger, 'post' | 'find'>
  config: Config
  clock: Clock
  log: Log
}

/** What an event brings with it, before its cards are drawn: a place in the Recycle Bin, the end of a request. */
export const afterEvent = async (needs: Needs, event: ImageEvent, record: ImageRecord): Promise<void> => {
  if (record.told?.eventId !== event.id) return
  if (event.state === 'deregistered') await noteRecycled(needs, event, record)
  const { request } = record
  if (record.told.by && request?.state === 'confirmed') await recordAttempt(needs, event, attemptOf(request))
  else if (!record.told.by) await auditOutside(needs, event, record)
}

/** A way back is a nicety: where EC2 does not tell, the card offers none. */
const noteRecycled = async (
  { images, ledger, log }: Needs,
  event: ImageEvent,
  record: ImageRecord,
): Promise<void> => {
  try {
    const found = await images.recycled(event, [])
    if (!found) return
    const recycled = { untilMs: found.untilMs }
    await changeImage(ledger, event, now =>
      now.told?.eventId !== event.id || now.recycled?.untilMs === recycled.untilMs
        ? undefined
        : { ...now, recycled, rev: now.rev + 1 },
    )
  } catch (error) {
    log.warn('EC2 did not tell whether the Recycle Bin keeps an image.', {
      image: imageKey(record),
      why: String(error),
    })
  }
}

const auditOutside = async (needs: Needs, event: ImageEvent, record: ImageRecord): Promise<void> => {
  const { config, log } = needs
  const { audit } = config.channels
  if (audit === undefined) return
  const delivery = await postOnce(needs, {
    key: `audit/${event.id}`,
    channel: audit,
    message: renderOutside(record, accountName(config, record.account)),
  })
  if (delivery.kind === 'busy')
    throw new Later(delivery.retryAfterSec, `Slack asks to wait before the next message in ${audit}.`)
  if (delivery.kind !== 'delivered')
    log.error('The audit channel could not be told; the history has it.', { channel: audit, ...delivery })
}
