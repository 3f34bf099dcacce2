import { imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import type { Request } from '../../domain/request.ts'
import { sharedWith, withSharing } from '../../domain/sharing.ts'
import type { PerformNeeds } from '../needs.ts'

/**
 * Launch permissions are kept before DisableImage takes them away: EnableImage does not give them back.
 *
 * @returns what to write into the record together with `acting`; or the name of the error if they cannot be read
 */
export const savePermissions = async (
  { images, log }: Pick<PerformNeeds, 'images' | 'log'>,
  { action, image }: Request,
): Promise<{ unreadable: string } | ((now: ImageRecord) => Pick<ImageRecord, 'savedPermissions'>)> => {
  if (action !== 'disable') return () => ({})
  try {
    const sharing = await images.sharing(image)
    if (sharedWith(sharing) === 0) return () => ({})
    return now => ({
      savedPermissions: now.savedPermissions ? withSharing(now.savedPermissions, sharing) : sharing,
    })
  } catch (error) {
    log.warn('EC2 did not tell who may launch an image; it is not disabled.', {
      image: imageKey(image),
      why: String(error),
    })
    return { unreadable: error instanceof Error ? error.name : 'no answer' }
  }
}
