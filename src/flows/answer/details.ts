import { renderDetails } from '../../../blocks/answers.ts'
import type { Message } from '../../../blocks/message.ts'
import { accountName } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import type { ImageRef } from '../../domain/image.ts'
import type { Finding } from '../../domain/impact.ts'
import type { Sharing } from '../../domain/sharing.ts'
import { readImage } from '../../stored/change-image.ts'
import { gatherLaunches } from '../steps/gather-launchability.ts'
import type { AnswerNeeds } from './needs.ts'

/** All facts of an image, live from EC2, whether those who have access could launch it, and what Amazon Inspector found. Asking
 * changes nothing. */
export const details = async (needs: AnswerNeeds, image: ImageRef): Promise<Message> => {
  const { images, ledger, config } = needs
  const { account, region, imageId } = image
  const live = (await images.describe(account, region, [imageId])).get(imageId)
  const launches = live
    ? (await gatherLaunches(needs, image, live, await readSharing(needs, image))).launches
    : []
  const found = live?.scan && (await needs.findings.read(image))
  return renderDetails(image, live ?? (await readImage(ledger, image)).facts, launches, found, id =>
    accountName(config, id),
  )
}

/** Who has access is one fact of many: where EC2 does not say it, the others are shown. */
const readSharing = async ({ images }: AnswerNeeds, image: ImageRef): Promise<Finding<Sharing>> => {
  try {
    return { known: true, value: await images.sharing(image) }
  } catch (error) {
    return { known: false, why: errorName(error) }
  }
}
