import type { Digest } from '../../domain/digest.ts'
import type { CountedBatch } from '../../domain/digest-batches.ts'
import type { DigestLine } from '../../domain/digest-line.ts'

/** Many events of a channel as one message. */
export interface Digests {
  /** Those of these digests that there are, by their keys (`digestKey`). */
  readDigests(keys: readonly string[]): Promise<ReadonlyMap<string, Digest>>
  /** Writes a digest. @returns false when somebody else wrote since it was read */
  saveDigest(digest: Digest): Promise<boolean>
  /** The keys of the digests that have been due since then. */
  readDueDigests(nowMs: number): Promise<readonly string[]>
  /** The lines of one batch; they count once the digest does. */
  addDigestLines(channel: string, batchId: string, lines: readonly DigestLine[], nowMs: number): Promise<void>
  readDigestLines(channel: string, batchId: string): Promise<readonly DigestLine[]>
  /** Keeps a digest's counted batches on a page of their own, which the first of them names. */
  addDigestBatches(digest: string, batches: readonly CountedBatch[], nowMs: number): Promise<void>
  /** The batches of these pages, page by page. */
  readDigestBatches(digest: string, pages: readonly string[]): Promise<readonly CountedBatch[]>
}
