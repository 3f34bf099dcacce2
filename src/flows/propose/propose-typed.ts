import { renderTooLateToAnswer } from '../../../blocks/not-taken.ts'
import { ACTION_RULES, type Action } from '../../domain/actions.ts'
import type { AskOf } from '../../domain/ask.ts'
import { typedAction, withoutAudience } from '../../domain/command-words.ts'
import { imageKey } from '../../domain/image.ts'
import { GOOD_FOR_MS } from '../../domain/request-timing.ts'
import { actionOf, isChangeVerb } from '../../domain/verb-kinds.ts'
import type { ImageRecords } from '../../ports.ts'
import { answer } from '../answer/answer.ts'
import type { FoundImage } from '../answer/find-in-place.ts'
import type { AnswerNeeds } from '../answer/needs.ts'
import { replyChoice } from '../answer/reply-choice.ts'
import { understand } from '../answer/understand.ts'
import type { PerformNeeds } from '../needs.ts'
import { reply } from '../steps/reply.ts'
import { propose } from './propose.ts'

/** A change that was typed; its form is open. */
export type TypedChange = AskOf<'command'> & { viewId: string }

export const isTypedChange = (ask: AskOf<'command'>): ask is TypedChange => ask.viewId !== undefined

/**
 * Fills the form that was opened for a change that was typed: 1 find the image 2 draw its form as for a click; or a choice where
 * several match, or why there is none.
 */
export const proposeTyped = async (needs: PerformNeeds & AnswerNeeds, given: TypedChange): Promise<void> => {
  const { config, clock } = needs
  const { text, audience } = withoutAudience(given.text, Object.keys(config.audiences))
  const ask = { ...given, text }
  const asked = { ...ask, action: typedAction(ask.text) }
  if (clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS) return reply(needs, asked, renderTooLateToAnswer(ask.text))
  // 1 find the image
  const understood = await understand(needs, ask, given)
  if (understood.kind === 'explanation') return reply(needs, asked, understood.message)
  if (understood.kind !== 'images' || !isChangeVerb(understood.command.verb)) return answer(needs, ask)
  const { command, found, unreachable } = understood
  const { verb } = understood.command
  const action = actionOf(verb)
  const possible = await possibleOf(needs, action, found)
  const [only, ...others] = possible.length > 0 ? possible : found
  // 2 draw its form, or a choice
  if (only && others.length === 0) {
    const { text: _typed, page: _page, command: _name, ...click } = ask
    return propose(needs, {
      ...click,
      kind: 'propose',
      action,
      image: only.image,
      ...(audience !== undefined && { audience }),
    })
  }
  return replyChoice(needs, { ...ask, action }, verb, {
    target: command.target,
    found,
    possible,
    unreachable,
  })
}

/** The images for which the action is possible, by the list and the ledger alone: the form looks at EC2. */
const possibleOf = async (
  { ledger }: { ledger: ImageRecords },
  action: Action,
  found: readonly FoundImage[],
): Promise<FoundImage[]> => {
  const possible = found.filter(
    ({ facts, recycledUntilMs }) =>
      ACTION_RULES[action].from.includes(facts.state) &&
      (action !== 'restore' || recycledUntilMs !== undefined),
  )
  // Re-share gives back what the ledger has saved.
  if (action !== 'share' || found.length < 2) return possible
  const records = await ledger.readImages(possible.map(({ image }) => image))
  return possible.filter(({ image }) => records.get(imageKey(image))?.savedPermissions !== undefined)
}
