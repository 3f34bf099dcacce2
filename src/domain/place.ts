import type { AccountRegion } from './alias.ts'

/** An account and region, and the results of its scans. */
export interface Place extends AccountRegion {
  /** When the schedule last asked for a scan of it. */
  askedAtMs?: number
  /** When it first asked after the last scan: messages can be lost, and the schedule asks again. */
  waitsSinceMs?: number
  scan?: PlaceScan
}

/** What the last scan of a place came to. */
export interface PlaceScan {
  /** Of the message that it answered. */
  askedAtMs: number
  startedAtMs: number
  tookMs: number
  /** When the last scan began that came to the end of EC2's list; absent before the first. */
  scannedAtMs?: number
  /** EC2's token, where time ran out in the middle. */
  next?: string
  /** Images that EC2 listed. */
  images: number
  /** Changes that were announced because no event came. */
  seenLate: number
  /** When a scan last found changes without an event. */
  lateAtMs?: number
  /** When the images that aliases name were last looked through for findings. */
  findingsAtMs?: number
  aliases?: AliasesScan
  failure?: ScanFailure
}

/** What the last look at the aliases of a place came to. */
export interface AliasesScan {
  /** Which ones were read, by `aliasListKey`; absent before they were read once. */
  of?: string
  /** The name of the error, where they could not be read. */
  failure?: string
}

export interface ScanFailure {
  /** The name of the error, as AWS defines it. */
  name: string
  /** How many scans have failed in a row. */
  times: number
  /** AWS did not answer at all. */
  isSilent?: true
  /** No call to the account failed, but one of amiops's own: to its table, its queues or Slack. */
  isOurs?: true
}

/** A scan was asked for, and has not ended: the message waits, is worked on, or is lost. */
export const isAwaited = ({ askedAtMs = 0, scan }: Pick<Place, 'askedAtMs' | 'scan'>): boolean =>
  askedAtMs > (scan?.askedAtMs ?? 0)

/** Names of errors that end a call without an answer: of the AWS SDK, of Node, and of an aborted fetch. */
const SILENT = /^(Timeout|Abort|Networking)|timed? ?out|^E(CONN|TIMEDOUT|HOST|NET|PIPE|AI_)|^ENOTFOUND/i

/** Whether a call got no answer, by its error or by that error's cause. */
export const isSilence = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return SILENT.test(error.name) || SILENT.test(code) || isSilence(error.cause)
}

/** If this many regions of an account do not answer, the others are not asked. */
const SILENT_REGIONS = 2
const SILENT_MS = 5 * 60_000

/**
 * Whether an account is known not to answer, for a person who waits: at present, or none of its regions has answered its last scan. One of
 * them is scanned every ten minutes, so this is known to be over within that time.
 *
 * @returns the error of the scans
 */
export const knownSilenceOf = (
  ofAccount: readonly Place[],
  place: AccountRegion,
  nowMs: number,
): Pick<ScanFailure, 'name' | 'isSilent'> | undefined => {
  const own = ofAccount.find(({ region }) => region === place.region)?.scan
  if (own && own.startedAtMs > nowMs - SILENT_MS && !own.failure?.isSilent) return undefined
  const now = silenceOf(ofAccount, place, nowMs)
  if (now) return now
  const scans = ofAccount.flatMap(({ scan }) => scan ?? [])
  const silent = scans.flatMap(({ failure }) => (failure?.isSilent ? failure : []))
  const [one] = silent
  return one && silent.length >= Math.max(SILENT_REGIONS, scans.length)
    ? { name: one.name, isSilent: true }
    : undefined
}

/**
 * Whether an account does not answer at present: within the last five minutes, several of its other regions did not answer, and none did.
 *
 * @returns the error of the others
 */
export const silenceOf = (
  ofAccount: readonly Place[],
  { region }: AccountRegion,
  nowMs: number,
): Pick<ScanFailure, 'name' | 'isSilent'> | undefined => {
  const lately = ofAccount.flatMap(({ region: other, scan }) =>
    other !== region && scan && scan.startedAtMs > nowMs - SILENT_MS && !scan.failure?.isOurs ? scan : [],
  )
  const silent = lately.flatMap(({ failure }) => (failure?.isSilent ? failure : []))
  const [one] = silent
  if (!one || silent.length < Math.max(SILENT_REGIONS, lately.length)) return undefined
  return { name: one.name, isSilent: true }
}
