import { type ImageRef, imageKey } from '../../domain/image.ts'
import type { Log, Queues } from '../../ports.ts'
import type { SettleNeeds } from './end-by-look.ts'
import { settle } from './settle.ts'

/** EC2's answers lag behind its changes for some seconds, and its event usually comes within ten. */
const LOOK_AFTER_SEC = 30

/** Asks for a look at the image in case its event does not come. Where that fails, the schedule looks. */
export const lookSoon = async (
  { queues, log }: { queues: Pick<Queues, 'lookLater'>; log: Log },
  image: ImageRef,
): Promise<void> => {
  await queues.lookLater(image, LOOK_AFTER_SEC).catch(error =>
    log.warn('A look could not be asked for; the schedule looks.', {
      image: imageKey(image),
      why: String(error),
    }),
  )
}

/** Looks at an image with an open request now. Where that fails, the schedule looks again. */
export const lookNow = async (needs: SettleNeeds, image: ImageRef): Promise<void> => {
  await settle(needs, image).catch(error =>
    needs.log.warn('A request could not be settled by a look; the schedule looks again.', {
      image: imageKey(image),
      why: String(error),
    }),
  )
}
