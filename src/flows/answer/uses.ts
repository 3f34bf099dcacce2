import { whyWords } from '../../../blocks/ec2-trouble.ts'
import type { Message } from '../../../blocks/message.ts'
import { renderNote } from '../../../blocks/note.ts'
import { code } from '../../../blocks/text.ts'
import { renderUses } from '../../../blocks/uses.ts'
import { accountName, priceOf } from '../../domain/config.ts'
import type { ImageRef } from '../../domain/image.ts'
import { stateOf } from '../../domain/record.ts'
import { gatherImpact } from '../steps/gather.ts'
import { gatherLaunches } from '../steps/gather-launchability.ts'
import { lookAfresh } from '../steps/look-afresh.ts'
import type { AnswerNeeds } from './needs.ts'

/** What uses the image, looked up now. Asking changes nothing. */
export const uses = async (needs: AnswerNeeds, image: ImageRef): Promise<Message> => {
  const { config, clock } = needs
  const looked = await lookAfresh(needs, image)
  if (!looked.ok)
    return renderNote(
      '⚠️',
      `Couldn’t read ${code(image.imageId)} from EC2 in ${image.region}: ${whyWords(looked.why)}.`,
      'Try again in a minute.',
    )
  const { facts } = looked.record
  if (!facts || stateOf(looked.record) === 'deregistered')
    return renderNote(
      '🔍',
      `${code(image.imageId)} is deregistered, so its usage can no longer be looked up.`,
      'Its history has what was known when it was changed.',
    )
  const impact = await gatherImpact(needs.uses, image, facts)
  const { launches } = await gatherLaunches(needs, image, facts, impact.sharing)
  return renderUses({
    image,
    facts,
    impact,
    launches,
    nameOf: id => accountName(config, id),
    accountName: accountName(config, image.account),
    pricePerGiB: priceOf(config, image.region),
    nowMs: clock.nowMs(),
  })
}
