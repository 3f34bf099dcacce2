import { renderDigestList } from '../../../blocks/digest-list.ts'
import { imagesWords } from '../../../blocks/digest-words.ts'
import { type Digest, digestKey, needsList } from '../../domain/digest.ts'
import type { DigestLine } from '../../domain/digest-line.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Digests } from '../../ports.ts'
import { type ShowDigestNeeds, type ShownDigest, saveDigestState, showDigest } from './show-digest.ts'

const READ_AT_ONCE = 8
/** Longer than a list takes: how long a function that ends in the middle keeps others from listing. */
const LISTING_MS = 60_000

/** Renews the full list in a digest's thread: one function at a time. */
export const listDigest = async (needs: ShowDigestNeeds, before: Digest): Promise<ShownDigest> => {
  const { ledger, clock } = needs
  const key = digestKey(before)
  const lease = `list/${key}/${before.burst}`
  const me = crypto.randomUUID()
  if (!(await ledger.takeLease(lease, clock.nowMs(), LISTING_MS, me))) return { digest: before }
  const now = (await ledger.readDigests([key])).get(key)
  const listed = await renew(needs, now?.burst === before.burst ? now : before)
  await ledger.takeLease(lease, clock.nowMs(), 0, me)
  return listed
}

/**
 * Leaves exactly one file, wherever a function ends: the id of a file is saved before the file is visible, so that the next function can
 * remove it.
 */
const renew = async (needs: ShowDigestNeeds, before: Digest): Promise<ShownDigest> => {
  const { messenger, clock, log } = needs
  const { shown, channel } = before
  if (!shown) return { digest: before }
  if (before.openFile !== undefined) await messenger.removeFile(before.openFile)
  if (!needsList(before)) return { digest: await saveDigestState(needs, before, withoutOpenFile) }

  const lines = await readLines(needs, before)
  const content = renderDigestList(lines)
  const stamp = new Date(clock.nowMs()).toISOString().slice(0, 19).replace(/[-:]/g, '')
  const open = await messenger.openFile(`images-${stamp}.tsv`, new TextEncoder().encode(content).length)
  if (open.kind === 'busy') return { digest: before, retryAfterSec: open.retryAfterSec }
  if (open.kind === 'refused') return refused(needs, before, open.code)
  const { fileId } = open
  const opened = await saveDigestState(needs, before, now => ({ ...now, openFile: fileId }))

  const title = lines.length === 1 ? '1 image' : `All ${imagesWords(lines.length)}`
  const as = { content, title, channelId: shown.channelId, threadTs: shown.ts }
  const shared = await messenger.shareFile(open, as)
  if (shared.kind === 'busy') return { digest: opened, retryAfterSec: shared.retryAfterSec }
  if (shared.kind === 'refused') return refused(needs, opened, shared.code)

  const older = opened.file && 'fileId' in opened.file ? opened.file.fileId : undefined
  const listed = await saveDigestState(needs, opened, now => ({
    ...withoutOpenFile(now),
    file: { fileId, count: before.count, revision: before.revision ?? 0 },
    ...(older !== undefined && { openFile: older }),
  }))
  log.info('The list of a digest was renewed.', { channel, images: lines.length, of: before.count })
  if (older === undefined) return { digest: listed }
  await messenger.removeFile(older)
  return { digest: await saveDigestState(needs, listed, withoutOpenFile) }
}

const withoutOpenFile = ({ openFile: _gone, ...rest }: Digest): Digest => rest

/** Goes without a list, and says so. */
const refused = async (needs: ShowDigestNeeds, digest: Digest, code: string): Promise<ShownDigest> => {
  needs.log.warn('Slack does not take the list of a digest.', { channel: digest.channel, code })
  return showDigest(needs, await saveDigestState(needs, digest, now => ({ ...now, file: { refused: code } })))
}

/** The lines of each batch of the digest's burst, in the order in which they were counted. */
export const readBatches = async (
  { ledger }: { ledger: Digests },
  digest: Digest,
): Promise<{ batchId: string; lines: readonly DigestLine[] }[]> => {
  const { channel, burst, batches, pages = [] } = digest
  const linesOf = new Map<string, readonly DigestLine[]>()
  const older = await ledger.readDigestBatches(
    digestKey(digest),
    pages.filter(page => page.burst === burst).map(({ name }) => name),
  )
  const own = [...older, ...batches].filter(one => one.burst === burst)
  await inParallel(own, READ_AT_ONCE, async ({ batchId }) => {
    linesOf.set(batchId, await ledger.readDigestLines(channel, batchId))
  })
  return own.map(({ batchId }) => ({ batchId, lines: linesOf.get(batchId) ?? [] }))
}

/** Every event of the digest. */
export const readLines = async (needs: { ledger: Digests }, digest: Digest): Promise<DigestLine[]> =>
  (await readBatches(needs, digest)).flatMap(({ lines }) => lines)
