import type { AccountRegion } from './alias.ts'
import { accountName, type Config } from './config.ts'
import { EVENT_STATES, type EventState } from './event.ts'
import { EC2_LAG_MS, type ImageState } from './image.ts'
import type { ListedFacts } from './listed-facts.ts'
import type { ImageRecord } from './record.ts'
import { isOpen } from './request.ts'

export const placeKey = ({ account, region }: AccountRegion): string => `${account}/${region}`

/** Every region of every configured account. */
export const placesIn = ({ accounts }: Pick<Config, 'accounts'>): AccountRegion[] =>
  accounts.flatMap(({ id: account, regions }) => regions.map(region => ({ account, region })))

/** "production us-east-1" */
export const placeName = (config: Pick<Config, 'accounts'>, { account, region }: AccountRegion): string =>
  `${accountName(config, account)} ${region}`

/** What the last look found of an image, in one letter: its state; a capital while it is in doubt, so that the next look
 * reads its record again. */
export type Mark = string

/** What the last scan found of one image. */
export interface ScannedImage {
  mark: Mark
  /** Absent where the image was gone before its facts were kept. */
  facts?: ListedFacts
  /** Present while everybody can launch it: since which scan, and whether it was announced or needs no alert. */
  public?: { sinceMs: number; announced?: true }
}

/** The images of a place, by id. Kept so small that fifty thousand of them can be compared and listed without reading their
 * records. */
export type Fleet = ReadonlyMap<string, ScannedImage>

const LETTERS: Readonly<Record<ImageState, string>> = {
  available: 'a',
  disabled: 'd',
  failed: 'f',
  deregistered: 'x',
  pending: 'p',
  transient: 't',
  invalid: 'i',
  error: 'e',
}

/** The ledger says the same as EC2. */
export const settledMark = (state: ImageState): Mark => LETTERS[state]
/** It does not, or not yet. */
export const doubtfulMark = (state: ImageState): Mark => LETTERS[state].toUpperCase()

const STATES = new Map(Object.entries(LETTERS).map(([state, letter]) => [letter, state as ImageState]))

/** The state that EC2 showed; undefined if the letter is no mark. */
export const stateOfMark = (mark: Mark): ImageState | undefined => STATES.get(mark.toLowerCase())

/** `settled`: nothing to announce; `doubtful`: the next look decides; `changed`: announce it; `unfinished`: it was found late
 * before, and its announcement may have stopped in the middle; `misread`: an earlier look was wrong, the last event is right. */
export type StateComparison = 'settled' | 'doubtful' | 'changed' | 'unfinished' | 'misread'

/** Claims are kept for 30 days; an announcement older than this must not be repeated. */
const UNFINISHED_WITHIN_MS = 24 * 60 * 60_000

export const isEventState = (state: ImageState): state is EventState =>
  EVENT_STATES.includes(state as EventState)

/**
 * Compares what EC2 shows of an image with its last event. A difference is noted the first time and announced
 * the second, some minutes later: its event may still be on the way.
 *
 * @param mark what the look before found; undefined for an image that was not there
 * @param isFirst the first scan of this region: what is there is not announced
 */
export const compareState = (
  record: ImageRecord,
  state: ImageState,
  mark: Mark | undefined,
  isFirst: boolean,
  nowMs: number,
): StateComparison => {
  const { lastEvent, observedState, request, facts } = record
  if (request && isOpen(request)) return 'doubtful'
  if (!isEventState(state)) return 'settled'
  if (lastEvent?.state === state && observedState && observedState.state !== state)
    return nowMs - observedState.atMs < EC2_LAG_MS ? 'doubtful' : 'misread'
  if (lastEvent?.state === state)
    return lastEvent.seenLate && nowMs - lastEvent.atMs < UNFINISHED_WITHIN_MS ? 'unfinished' : 'settled'
  // An image that EC2 never showed is not missing: it comes from an event of a test, or of another account.
  if (state === 'deregistered' && !facts) return 'settled'
  if (lastEvent && nowMs - lastEvent.atMs < EC2_LAG_MS) return 'doubtful'
  if (!lastEvent && (isFirst || mark === settledMark(state))) return 'settled'
  return mark === doubtfulMark(state) ? 'changed' : 'doubtful'
}
