import type { AccountRegion } from '../../domain/alias.ts'
import { errorName } from '../../domain/error-name.ts'
import type { PublicAccess } from '../../domain/exposure-alert.ts'
import { placeKey } from '../../domain/fleet.ts'
import type { Images, Log } from '../../ports.ts'

/**
 * Reads whether images can be made public, once for each account and region of a batch. The alert does not wait for it: if EC2 does not
 * answer, it is unknown.
 */
export const createReadPublicAccess = ({
  images,
  log,
}: {
  images: Pick<Images, 'publicAccess'>
  log: Log
}) => {
  const read = new Map<string, Promise<PublicAccess>>()
  return (place: AccountRegion): Promise<PublicAccess> => {
    const key = placeKey(place)
    const known = read.get(key)
    if (known) return known
    const reading = images.publicAccess(place.account, place.region).catch((error: unknown) => {
      log.warn('EC2 did not say whether public access to images is blocked.', { key, why: String(error) })
      return { why: errorName(error) }
    })
    read.set(key, reading)
    return reading
  }
}
