/** A batch that is counted in a channel's digest, and the burst that it belongs to. */
export interface CountedRun {
  run: string
  burst: string
  atMs: number
}

/** Counted batches that have moved out of the digest's own item, which DynamoDB limits to 400 KB. */
interface RunsPage {
  /** The first of its batches. */
  name: string
  /** The burst that went on when it was written, where batches of it are here. */
  burst?: string
  atMs: number
}

/** What a digest knows of its batches. */
export interface DigestRuns {
  burst: string
  /** The batches that are counted, of earlier bursts too: none is counted twice. */
  runs: readonly CountedRun[]
  /** Where older ones are. */
  pages?: readonly RunsPage[]
}

const RUNS_IN_DIGEST = 400
const RUNS_IN_PAGE = 200
/** As long as the claim of an event: four days in its queue, fourteen among the dead letters, four more after a redrive. */
const KEPT_MS = 30 * 24 * 60 * 60_000

export const isCounted = (digest: Pick<DigestRuns, 'runs'> | undefined, run: string): boolean =>
  digest?.runs.some(counted => counted.run === run) ?? false

/** The batches with another one. Those that no event can come back from are left out, unless their burst goes on. */
export const withRun = (
  runs: readonly CountedRun[],
  { run, burst, atMs }: CountedRun,
): readonly CountedRun[] => [
  ...runs.filter(counted => counted.burst === burst || atMs - counted.atMs < KEPT_MS),
  { run, burst, atMs },
]

/** The oldest batches of a digest that holds too many: they belong on a page of their own. */
export const oldestRuns = ({ runs }: Pick<DigestRuns, 'runs'>): readonly CountedRun[] =>
  runs.length > RUNS_IN_DIGEST ? runs.slice(0, RUNS_IN_PAGE) : []

/** The digest once these batches stand on a page; undefined where somebody else has moved them. */
export const withPage = <Paged extends DigestRuns>(
  digest: Paged,
  moved: readonly CountedRun[],
  nowMs: number,
): Paged | undefined => {
  const [first] = moved
  if (!first || digest.runs[0]?.run !== first.run) return undefined
  const page: RunsPage = {
    name: first.run,
    ...(moved.some(({ burst }) => burst === digest.burst) && { burst: digest.burst }),
    atMs: Math.max(...moved.map(({ atMs }) => atMs)),
  }
  const left = (digest.pages ?? []).filter(
    ({ burst, atMs }) => burst === digest.burst || nowMs - atMs < KEPT_MS,
  )
  return { ...digest, runs: digest.runs.slice(moved.length), pages: [...left, page] }
}
