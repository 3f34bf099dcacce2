import { RetryLater } from '../../domain/retry-later.ts'
import type { Clock, Files, Log, Posts } from '../../ports.ts'

export interface ShareOnceNeeds {
  ledger: Posts
  messenger: Pick<Files, 'openFile' | 'shareFile'>
  clock: Clock
  log: Log
}

export interface FileToShare {
  /** Identifies the file: the same in every function and at every try. */
  key: string
  /** Without the time and the ending that it gets: `images` becomes `images-20260115T120000.csv`. */
  name: string
  ending: 'csv' | 'png'
  title: string
  content: string | Uint8Array
  /** Of a picture, what it shows. */
  altText?: string
  channelId: string
  /** In the thread of a message; in the channel itself without it. */
  threadTs?: string
}

/** The outcome: it is shared, or Slack refused it with a code. */
export type SharedFile = 'sent' | { refused: string }

const HELD_AGAIN_SEC = 30

/**
 * Shares a file once: 1 claim 2 upload and share 3 settle. If a function ends between 2 and 3, the file is shared again: Slack offers no
 * way to search for it.
 *
 * @throws {RetryLater} where Slack has no room now
 */
export const shareOnce = async (needs: ShareOnceNeeds, file: FileToShare): Promise<SharedFile> => {
  const { ledger, clock, log } = needs
  const { key, channelId, threadTs } = file
  // 1 claim
  const claim = await ledger.beginPost(key, clock.nowMs())
  if (claim.kind === 'posted') return 'sent'
  if (claim.kind === 'busy') throw new RetryLater(HELD_AGAIN_SEC, `Another function is sending ${key}.`)
  // 2 upload and share
  const shared = await upload(needs, file)
  // 3 settle
  if (shared.kind === 'shared') {
    await ledger.settlePost(key, { channelId, ts: threadTs ?? '', payload: {} })
    return 'sent'
  }
  await ledger.releasePost(key, false)
  if (shared.kind === 'busy') throw new RetryLater(shared.retryAfterSec, `Slack had no room for ${key}.`)
  log.warn('Slack does not take a file.', { channel: channelId, code: shared.code })
  return { refused: shared.code }
}

const upload = async ({ messenger, clock }: ShareOnceNeeds, file: FileToShare) => {
  const { name, ending, title, content, altText, channelId, threadTs } = file
  const stamp = new Date(clock.nowMs()).toISOString().slice(0, 19).replace(/[-:]/g, '')
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content).length : content.byteLength
  const open = await messenger.openFile(`${name}-${stamp}.${ending}`, bytes, altText)
  if (open.kind !== 'open') return open
  return messenger.shareFile(open, { content, title, channelId, ...(threadTs !== undefined && { threadTs }) })
}
