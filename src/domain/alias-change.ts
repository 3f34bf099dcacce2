import type { AccountRegion } from './alias.ts'
import type { ImageRef } from './image.ts'

/** What an alias is asked to be set to. */
export interface AliasAsk {
  /** `promote`: to an image; `rollback`: to what it named before; `retry`: to what a plan did not set. */
  kind: 'promote' | 'rollback' | 'retry'
  /** Of promote. */
  image?: ImageRef
  /** Without a name: the family of the image, and the first of its aliases that does not name the image everywhere. */
  family?: string
  alias?: string
  /** Of roll back and retry: the plan that set it, or tried to. */
  planId?: string
  /** Of roll back: in this account and region alone. */
  only?: AccountRegion
}

/** The reason for a place that already names the image. */
export const NAMES_IT_ALREADY = 'it names this image already'

/** A place in which an alias is not set, and why. */
export interface HeldBack extends AccountRegion {
  /** "it is disabled" */
  why: string
  /** The person can override it with a reason. */
  canOverride?: true
}

/** Who launches what an alias names. */
export interface AliasUsers {
  /** Launch templates whose default or latest version names its parameter, and the first of their names. */
  templates: number
  templateNames: readonly string[]
  /** Instances that were launched from the image that it names now. */
  instances: number
  /** Where one of the two is not known. */
  unread: readonly AccountRegion[]
}

/** A place that is set, although something about the image is unknown there, and why. */
export interface PlaceGap extends AccountRegion {
  why: string
}

/** What a plan does to an alias of a family. */
export interface AliasChange {
  family: string
  alias: string
  asked: AliasAsk
  /** The name, or else the id, of the image that it is set to; if places get different images, that of the first place. */
  to: string
  /** What it named before; absent where its parameter did not exist. */
  from?: string
  /** The differences between the new image and the one before, in words; absent if EC2 does not have one of them. */
  differences?: string
  /** Who used it when the plan was requested. */
  users?: AliasUsers
  heldBack: readonly HeldBack[]
  /** Of the roll back of a plan: places of the alias that the plan did not set, so they stay as they are. */
  untouched?: readonly AccountRegion[]
  /** Where it is unknown whether the account can launch the image. */
  launchGaps?: readonly PlaceGap[]
  /** Where a gate of the alias could not be judged, because the image was not scanned. */
  scanGaps?: readonly PlaceGap[]
  /** Of a roll back: the earlier target that was chosen; absent if each place returns to what it named before. */
  target?: string
  /** What the person overrode. */
  overridden?: readonly string[]
}

/** What the form of an alias lets the person choose. */
export interface AliasChoices {
  /** The aliases of the family, in order; and which one the form is about. */
  aliases: readonly string[]
  /** Of a roll back: earlier targets, the last one first. */
  targets: readonly { value: string; text: string }[]
}
