import { renderNotExposed } from '../../../blocks/exposure-notes.ts'
import { renderUnreachable } from '../../../blocks/not-possible.ts'
import { errorName } from '../../domain/error-name.ts'
import { exposedTo } from '../../domain/exposure.ts'
import { imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { type Sharing, sharedWith } from '../../domain/sharing.ts'
import type { PerformNeeds } from '../needs.ts'
import type { Refusal } from '../steps/refusals.ts'

/**
 * Those who can launch an image now and are unknown to the config: Make private takes their permissions away, and no others. The alert
 * may be old, so EC2 is asked.
 *
 * @returns a refusal if there is nobody, or if EC2 does not answer
 */
export const readExposed = async (
  { images, config, log }: Pick<PerformNeeds, 'images' | 'config' | 'log'>,
  record: ImageRecord,
): Promise<{ kind: 'exposed'; to: Sharing } | Refusal> => {
  try {
    const to = exposedTo(config, record.account, await images.sharing(record))
    return sharedWith(to) > 0
      ? { kind: 'exposed', to }
      : { kind: 'refused', reason: 'it was private already', message: renderNotExposed(record) }
  } catch (error) {
    const why = errorName(error)
    log.warn('EC2 did not tell who may launch an image; it is not made private.', {
      image: imageKey(record),
      why: String(error),
    })
    return {
      kind: 'refused',
      outcome: 'failed',
      reason: `EC2 did not say who has access (${why})`,
      message: renderUnreachable('makePrivate', record, why),
    }
  }
}
