import { renderTooLateToAnswer } from '../../../blocks/not-taken.ts'
import { typedAction } from '../../domain/command-words.ts'
import { GOOD_FOR_MS } from '../../domain/request-timing.ts'
import type { AnswerNeeds } from '../answer/needs.ts'
import { replyChoice } from '../answer/reply-choice.ts'
import { understand } from '../answer/understand.ts'
import type { PlanNeeds } from '../plans/needs.ts'
import { isOneBuild } from '../promote/propose-typed-alias.ts'
import type { TypedChange } from '../propose/propose-typed.ts'
import { reply } from '../steps/reply.ts'
import { proposeRevocation } from './propose-revocation.ts'

/** Whether what was typed revokes an image. */
export const isTypedRevocation = ({ text }: Pick<TypedChange, 'text'>): boolean =>
  typedAction(text) === 'revoke'

/**
 * Fills the form that was opened for a revocation that was typed: 1 find the image 2 draw its form as for a click; or a choice where
 * images of several builds match, or why there is none.
 */
export const proposeTypedRevocation = async (
  needs: PlanNeeds & AnswerNeeds,
  ask: TypedChange,
): Promise<void> => {
  const { text, page: _page, command: _name, ...click } = ask
  const asked = { ...ask, action: 'revoke' as const }
  if (needs.clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS)
    return reply(needs, asked, renderTooLateToAnswer(text))
  // 1 find the image
  const understood = await understand(needs, ask)
  if (understood.kind === 'explanation') return reply(needs, asked, understood.message)
  if (understood.kind !== 'images') throw new Error('Expected a command that revokes an image.')
  const { command, found, unreachable } = understood
  const possible = found.filter(({ facts }) => facts.state !== 'deregistered')
  const [first] = possible
  // 2 draw its form, or a choice
  if (first && isOneBuild(possible))
    return proposeRevocation(needs, { ...click, of: { image: first.image } }, ask)
  return replyChoice(needs, asked, 'revoke', { target: command.target, found, possible, unreachable })
}
