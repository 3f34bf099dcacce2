/** A batch that is counted in a channel's digest, and the burst that it belongs to. */
export interface CountedBatch {
  batchId: string
  burst: string
  atMs: number
}

/** Counted batches that have moved out of the digest's own item, which DynamoDB limits to 400 KB. */
interface BatchesPage {
  /** The first of its batches. */
  name: string
  /** The burst that went on when it was written, where batches of it are here. */
  burst?: string
  atMs: number
}

/** What a digest knows of its batches. */
export interface DigestBatches {
  burst: string
  /** The batches that are counted, also those of earlier bursts, so that none is counted twice. */
  batches: readonly CountedBatch[]
  /** Where older ones are. */
  pages?: readonly BatchesPage[]
}

const BATCHES_IN_DIGEST = 400
const BATCHES_IN_PAGE = 200
/** As long as the claim of an event: four days in its queue, fourteen among the dead letters, four more after a redrive. */
const KEPT_MS = 30 * 24 * 60 * 60_000

/** A batch may have several parts, each for another digest of a channel. */
export const partId = (batchId: string, part: number): string => `${batchId}.${part}`

/** The batch that a part is of. */
export const batchOf = (part: string): string => part.split('.', 1)[0] ?? part

/** Whether a batch, or a part of it, is counted. */
export const isCounted = (digest: Pick<DigestBatches, 'batches'> | undefined, batchId: string): boolean =>
  digest?.batches.some(counted => counted.batchId === batchId || batchOf(counted.batchId) === batchId) ??
  false

/** The batches with another one. Those whose events cannot be delivered any more are left out, unless their burst continues. */
export const withBatch = (
  batches: readonly CountedBatch[],
  { batchId, burst, atMs }: CountedBatch,
): readonly CountedBatch[] => [
  ...batches.filter(counted => counted.burst === burst || atMs - counted.atMs < KEPT_MS),
  { batchId, burst, atMs },
]

/** The oldest batches of a digest that holds too many: they belong on a page of their own. */
export const oldestBatches = ({ batches }: Pick<DigestBatches, 'batches'>): readonly CountedBatch[] =>
  batches.length > BATCHES_IN_DIGEST ? batches.slice(0, BATCHES_IN_PAGE) : []

/** The digest once these batches are on a page; undefined if another function has moved them. */
export const withPage = <Paged extends DigestBatches>(
  digest: Paged,
  moved: readonly CountedBatch[],
  nowMs: number,
): Paged | undefined => {
  const [first] = moved
  if (!first || digest.batches[0]?.batchId !== first.batchId) return undefined
  const page: BatchesPage = {
    name: first.batchId,
    ...(moved.some(({ burst }) => burst === digest.burst) && { burst: digest.burst }),
    atMs: Math.max(...moved.map(({ atMs }) => atMs)),
  }
  const left = (digest.pages ?? []).filter(
    ({ burst, atMs }) => burst === digest.burst || nowMs - atMs < KEPT_MS,
  )
  return { ...digest, batches: digest.batches.slice(moved.length), pages: [...left, page] }
}
