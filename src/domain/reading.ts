import type { AccountRegion } from './alias.ts'
import type { FamilyMember } from './builds.ts'
import type { FleetUse } from './fleet-use.ts'
import type { ImageFacts } from './image.ts'
import type { ListedImage, ListFilter } from './list-filter.ts'
import type { ListVerb } from './verb-kinds.ts'

/** Up to this many accounts and regions are read by the function that answers. If there are more, each is read by a message of its own. */
export const READ_DIRECTLY = 32

/** How long an answer waits for accounts and regions that are not read yet. */
export const PLACES_READ_WITHIN_MS = 40_000

/** For this long after a reading has ended, it serves everybody who asks for the same: so all pages of a list show one reading. */
export const READING_FRESH_MS = 60_000

/** Messages take their time: a reading whose end is this late has lost its messages. */
const LATE_MS = 30_000

/** What is read of each account and region. */
export type ReadingWhat =
  /** Instances, and the images of the families, from EC2. */
  | { kind: 'fleet' }
  /** The images of a list that fit its filter, by what the last scan saw. */
  | { kind: 'listed'; verb: ListVerb; filter: ListFilter }
  /** What a person typed to name an image, in EC2, the Recycle Bin and the ledger; the account and region that they named. */
  | { kind: 'found'; target: string; toRestore: boolean; account?: string; region?: string }

/** One reading of many accounts and regions, each by a message of its own. */
export interface Reading {
  id: string
  /** The same for the same `ReadingWhat`. */
  key: string
  /** How many accounts and regions. */
  places: number
  beganAtMs: number
  /** When it ends at the latest, with what was read by then. */
  untilMs: number
  endedAtMs?: number
  /** Everybody who waited was answered. */
  isAnswered?: true
}

/** The message that asks for one account and region. */
export interface ReadPlace extends AccountRegion {
  kind: 'read'
  reading: string
  /** Its number among the places, from 0. */
  at: number
  of: number
  untilMs: number
  what: ReadingWhat
}

/** The message that ends a reading, delivered when its time is over. */
export interface EndReading {
  kind: 'end-reading'
  reading: string
}

/** What was read of an account and region; its images and instances without the account and region that all of them have. */
export type ReadPart = AccountRegion & (FleetPart | ListedPart | FoundPart)

export interface FleetPart {
  kind: 'fleet'
  uses: readonly Omit<FleetUse, keyof AccountRegion>[]
  /** `builtOn`: the image of the instance that one was made from, as `region/imageId`. */
  images: readonly (Omit<FamilyMember, keyof AccountRegion> & { builtOn?: string })[]
  unread: readonly { what: 'instances' | 'images'; why: string }[]
}

export interface ListedPart {
  kind: 'listed'
  /** The newest first. */
  images: readonly ListedHere[]
  /** Images of which it is not known whether they fit. */
  undecided: number
  /** The last scan began then; absent before the first one. */
  scannedAtMs?: number
  /** The error of the last scan, where none has come to the end. */
  scanError?: string
  /** More deregistered images than are searched. */
  isCut?: true
  /** Why the Recycle Bin could not be listed. */
  noBin?: string
}

/** An image of a list without its place, and without its family and owners, which follow from the config. */
export type ListedHere = Pick<ListedImage, 'state' | 'facts' | 'goneAtMs' | 'recycledUntilMs'> & {
  imageId: string
}

export interface FoundPart {
  kind: 'found'
  images: readonly FoundHere[]
  /** Why EC2 could not be asked. */
  why?: string
}

/** An image that was found, without its place. */
interface FoundHere {
  imageId: string
  facts: ImageFacts
  goneAtMs?: number
  recycledUntilMs?: number
}

/** The same for the same places, and the same of them. */
export const readingKey = (what: ReadingWhat): string => {
  switch (what.kind) {
    case 'fleet':
      return 'fleet'
    case 'listed':
      return `${what.verb} ${JSON.stringify(what.filter)}`
    case 'found': {
      const { target, toRestore, account = '', region = '' } = what
      return `found ${JSON.stringify([target, toRestore, account, region])}`
    }
  }
}

/** Whether it has ended so recently that an answer can use it. */
export const isFresh = ({ endedAtMs }: Reading, nowMs: number): boolean =>
  endedAtMs !== undefined && nowMs - endedAtMs < READING_FRESH_MS

/** Its end will come. */
export const isUnderWay = ({ endedAtMs, untilMs }: Reading, nowMs: number): boolean =>
  endedAtMs === undefined && nowMs < untilMs + LATE_MS
