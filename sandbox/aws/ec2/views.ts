import type { Clock } from '../../kernel/clock.ts'
import type { Fleet, StoredImage } from './fleet.ts'
import type { Ec2Settings } from './settings.ts'

/** Images as calls that describe them show them: while EC2 is only eventually consistent, as they were a while ago. */
export interface Views {
  images(): readonly StoredImage[]
  /** To be called before an image changes. */
  beforeChange(stored: StoredImage): void
  /** To be called after an image came to be. */
  afterBirth(stored: StoredImage): void
}

interface Change {
  atMs: number
  /** Undefined for an image that was not there. */
  before: StoredImage | undefined
}

/** https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html */
export const createViews = (fleet: Fleet, settings: Ec2Settings, clock: Clock): Views => {
  const changes = new Map<StoredImage, Change[]>()

  const isRecent = ({ atMs }: Change): boolean => clock.nowMs() - atMs < settings.consistencyLagMs

  const remember = (stored: StoredImage, before: StoredImage | undefined) => {
    if (settings.consistencyLagMs === 0) return
    const recent = (changes.get(stored) ?? []).filter(isRecent)
    changes.set(stored, [...recent, { atMs: clock.nowMs(), before }])
  }

  /** The image before the oldest change that is not visible yet. */
  const view = (stored: StoredImage): StoredImage[] => {
    const hidden = changes.get(stored)?.find(isRecent)
    if (!hidden) {
      changes.delete(stored)
      return [stored]
    }
    return hidden.before ? [hidden.before] : []
  }

  return {
    images: () => (settings.consistencyLagMs === 0 ? fleet.images : fleet.images.flatMap(view)),
    beforeChange: stored => remember(stored, structuredClone(stored)),
    afterBirth: stored => remember(stored, undefined),
  }
}
