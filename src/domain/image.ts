import { REGION_SIGNS } from './regions.ts'
import type { ScanResults } from './scan-results.ts'

/** Identifies an image: ids are unique only within an account and region. */
export interface ImageRef {
  account: string
  region: string
  imageId: string
}

/** `Image.State` of EC2, and `deregistered` for an image that is gone. */
export type ImageState =
  | 'available'
  | 'failed'
  | 'disabled'
  | 'deregistered'
  | 'pending'
  | 'transient'
  | 'invalid'
  | 'error'

export const IMAGE_STATES: readonly ImageState[] = [
  'available',
  'failed',
  'deregistered',
  'disabled',
  'pending',
  'transient',
  'invalid',
  'error',
]

export const isImageState = (state: unknown): state is ImageState =>
  IMAGE_STATES.includes(state as ImageState)

export interface ImageSnapshot {
  snapshotId: string
  sizeGiB: number
  encrypted: boolean
}

/** How much of AWS's reason for a failure is kept: EC2 may send a hundred kilobytes. `blocks/reason.ts` decides how much of it is shown where. */
export const REASON_KEPT = 4_000

/** EC2's answers and lists lag behind its changes for some seconds: a difference this soon after one proves nothing. */
export const EC2_LAG_MS = 30_000

/** What EC2 says of an image. A fact that EC2 does not give is absent, never a default. */
export interface ImageFacts {
  state: ImageState
  name?: string
  description?: string
  tags: Readonly<Record<string, string>>
  ownerId?: string
  ownerAlias?: string
  architecture?: string
  platform?: string
  rootDeviceType?: string
  public?: boolean
  createdAtMs?: number
  lastLaunchedAtMs?: number
  deprecatedAtMs?: number
  deregistrationProtection?: string
  sourceInstanceId?: string
  sourceImageId?: string
  sourceImageRegion?: string
  stateReason?: string
  /** Absent where Amazon Inspector has not scanned it. */
  scan?: ScanResults
  snapshots: readonly ImageSnapshot[]
}

/** `account/region/imageId`: the ledger's key, the queue's group, the value of a button. */
export const imageKey = (ref: ImageRef): string => `${ref.account}/${ref.region}/${ref.imageId}`

const KEY = new RegExp(`^(\\d{12})/(${REGION_SIGNS})/(ami-[\\w-]{1,28})$`)

/**
 * Reads an image key back.
 *
 * @returns the reference, or undefined for anything that is not a key
 */
export const parseImageKey = (key: unknown): ImageRef | undefined => {
  const found = typeof key === 'string' ? KEY.exec(key) : null
  const [, account, region, imageId] = found ?? []
  return account && region && imageId ? { account, region, imageId } : undefined
}

/** Total size of the image's snapshots as volumes, in GiB; undefined where EC2 named none. */
export const totalSizeGiB = (facts: ImageFacts): number | undefined =>
  facts.snapshots.length === 0 ? undefined : facts.snapshots.reduce((sum, s) => sum + s.sizeGiB, 0)

/** Whether EC2 refuses to deregister it: protection is on, or it was turned off and its cooldown still runs. */
export const isProtected = (facts: ImageFacts): boolean =>
  facts.deregistrationProtection !== undefined && facts.deregistrationProtection !== 'disabled'

/** Until when a cooldown still protects an image whose protection was switched off: `disabled after 2026-11-26T10:00Z`. */
export const cooldownEndsAtMs = (protection: string | undefined): number | undefined => {
  const atMs = Date.parse(/^disabled after (.+)$/.exec(protection ?? '')?.[1] ?? '')
  return Number.isNaN(atMs) ? undefined : atMs
}
