import type { Message } from '../../../blocks/message.ts'
import { RetryLater, throwIfBusy } from '../../domain/retry-later.ts'
import type { Files } from '../../ports.ts'
import { type PostOnceNeeds, postOnce } from './post-once.ts'

export interface SendFileNeeds extends PostOnceNeeds {
  messenger: PostOnceNeeds['messenger'] & Pick<Files, 'openFile' | 'shareFile'>
}

export interface FileToSend {
  /** The same for the same file, in every function and at every try. */
  key: string
  userId: string
  /** The direct message that says what the file is; the file is in its thread. */
  message: Message
  /** What the file holds: `images` becomes `images-20260115T120000.csv`. */
  name: string
  title: string
  /** CSV. */
  content: string
}

/** What became of it: there, or refused by Slack with a code. */
export type SentFile = 'sent' | { refused: string }

const HELD_AGAIN_SEC = 30

/**
 * Sends a file to one person alone, once: Slack has no files in ephemeral messages. 1 a direct message 2 claim 3 the file in the
 * thread of the message. Where a function ends between the file and its claim, the file is sent again.
 *
 * @throws {RetryLater} where Slack has no room now
 */
export const sendFile = async (needs: SendFileNeeds, file: FileToSend): Promise<SentFile> => {
  const { ledger, clock, log } = needs
  const { key, userId, message } = file
  // 1 a direct message
  const posted = await postOnce(needs, { key, channel: userId, message })
  throwIfBusy(posted, 'the next direct message')
  if (posted.kind !== 'delivered') {
    const refused = 'code' in posted ? posted.code : posted.kind
    log.warn('A file could not be sent: Slack takes no direct message.', { person: userId, code: refused })
    return { refused }
  }
  // 2 claim
  const fileKey = `${key}/file`
  const claim = await ledger.beginPost(fileKey, clock.nowMs())
  if (claim.kind === 'posted') return 'sent'
  if (claim.kind === 'busy') throw new RetryLater(HELD_AGAIN_SEC, `Another function is sending ${fileKey}.`)
  // 3 the file
  const { channelId, ts } = posted
  const shared = await share(needs, file, { channelId, threadTs: ts })
  if (shared.kind === 'shared') {
    await ledger.settlePost(fileKey, { channelId, ts, payload: {} })
    return 'sent'
  }
  await ledger.releasePost(fileKey, false)
  if (shared.kind === 'busy') throw new RetryLater(shared.retryAfterSec, `Slack had no room for ${fileKey}.`)
  log.warn('Slack does not take a file.', { person: userId, code: shared.code })
  return { refused: shared.code }
}

const share = async (
  { messenger, clock }: SendFileNeeds,
  { name, title, content }: FileToSend,
  where: { channelId: string; threadTs: string },
) => {
  const stamp = new Date(clock.nowMs()).toISOString().slice(0, 19).replace(/[-:]/g, '')
  const open = await messenger.openFile(`${name}-${stamp}.csv`, new TextEncoder().encode(content).length)
  return open.kind === 'open' ? messenger.shareFile(open, { content, title, ...where }) : open
}
