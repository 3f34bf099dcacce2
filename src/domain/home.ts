import type { PlanAction } from './actions.ts'
import type { AliasChange } from './alias-change.ts'
import type { PlaceGroup } from './compact-places.ts'
import type { PlacedImage, PlaceGlance } from './fleet-glance.ts'
import type { Attempt } from './history.ts'
import type { ImageRef } from './image.ts'
import type { Finding } from './impact.ts'
import type { Plan } from './plan.ts'
import type { PlanImage } from './plan-image.ts'
import type { Person } from './request.ts'

/** A request that waits for somebody's approval: of one image, or of a plan of many. */
export interface AwaitedApproval {
  action: PlanAction
  of: { image: ImageRef; name?: string } | { images: number; alias?: AliasChange }
  by: Person
  expiresAtMs: number
  /** To the message with the buttons, where Slack gave it. */
  permalink?: string
}

/** A request of the person, and its outcome. */
export interface OwnRequest {
  image: ImageRef
  name?: string
  attempt: Attempt
}

/** A plan that a person asked for. */
export interface OwnPlan {
  plan: Plan
  /** Of a plan that runs or has run; otherwise none. */
  images: readonly PlanImage[]
  /** To its card, where Slack gave it. */
  permalink?: string
}

/** A failure that nobody looks after yet. */
export interface OpenFailure {
  image: ImageRef
  name?: string
  atMs: number
  reason?: string
}

/** A deregistered image that leaves the Recycle Bin soon. */
export interface LeavingImage {
  image: ImageRef
  name?: string
  untilMs: number
}

export interface LeavingImages extends Shown<LeavingImage> {
  /** Whose Recycle Bin could not be read. */
  unread: readonly PlaceGroup[]
  /** How many more there are than a Home asks. */
  unasked: number
}

export interface FleetAtAGlance {
  places: readonly PlaceGlance[]
  /** Not scanned yet: missing from the numbers. */
  unscanned: readonly PlaceGroup[]
  /** The same of those whose scans have all failed, by the error of the last one. */
  unread: readonly PlaceGroup[]
  oldestStale: readonly PlacedImage[]
}

/** The first of a section, and how many it has; the lists have the rest. */
export interface Shown<T> {
  items: readonly T[]
  total: number
}

/** What a Home shows to everybody who may see images. */
export interface SharedContent {
  fleet: Finding<FleetAtAGlance>
  failures: Finding<Shown<OpenFailure>>
  /** Undefined while the Recycle Bins are being read. */
  leaving: Finding<LeavingImages> | undefined
}

/** What it shows to one person. */
export interface OwnContent {
  awaited: Finding<Shown<AwaitedApproval>>
  requests: Finding<readonly (OwnRequest | OwnPlan)[]>
}

export const showing = <T>(items: readonly T[], most: number): Shown<T> => ({
  items: items.slice(0, most),
  total: items.length,
})

/** One line for each request: a proposal that became a request is shown as that. Newest first, as they are given. */
export const joinRequests = <Entry extends { attempt: Attempt }>(entries: readonly Entry[]): Entry[] => {
  const ids = new Set(entries.map(({ attempt }) => attempt.id))
  return entries.filter(({ attempt: { id } }) => {
    const request = id.replace(/^proposal\//, '')
    return request === id || !ids.has(request)
  })
}
