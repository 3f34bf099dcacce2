import { renderChoice } from '../../../blocks/matches.ts'
import type { PlanAction } from '../../domain/actions.ts'
import type { AskOf } from '../../domain/ask.ts'
import { accountName } from '../../domain/config.ts'
import type { FormVerb } from '../../domain/verb-kinds.ts'
import { reply } from '../steps/reply.ts'
import type { Found } from './find-images.ts'
import type { FoundImage } from './find-in-place.ts'
import type { AnswerNeeds } from './needs.ts'
import { nameOf } from './understand.ts'

/** A change that was typed. */
type Typed = AskOf<'command'> & { action: PlanAction | undefined }

/** What was found for the image that was typed. */
interface Choice extends Pick<Found, 'found' | 'unreachable'> {
  target: string
  /** Those that the change is possible for: all that were found are listed if there is none. */
  possible: readonly FoundImage[]
  /** What stands behind the image in the command. */
  behind?: string
}

/** Several images match what was typed: answers with a list to choose from. */
export const replyChoice = (
  needs: AnswerNeeds,
  asked: Typed,
  verb: FormVerb,
  { found, possible, ...rest }: Choice,
): Promise<void> => {
  const isPossible = possible.length > 0
  const matches = (isPossible ? possible : found).map(one => ({
    ...one,
    accountName: accountName(needs.config, one.image.account),
  }))
  const list = { name: nameOf(asked), text: asked.text, page: asked.page ?? 1, matches, ...rest }
  return reply(needs, asked, renderChoice(verb, list, isPossible))
}
