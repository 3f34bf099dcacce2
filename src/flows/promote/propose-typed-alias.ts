import { renderTooLateToAnswer } from '../../../blocks/not-taken.ts'
import type { AliasAsk } from '../../domain/alias-change.ts'
import { typedAction } from '../../domain/command-words.ts'
import { GOOD_FOR_MS } from '../../domain/request-timing.ts'
import type { FoundImage } from '../answer/find-in-place.ts'
import type { AnswerNeeds } from '../answer/needs.ts'
import { replyChoice } from '../answer/reply-choice.ts'
import { understand } from '../answer/understand.ts'
import type { PlanNeeds } from '../plans/needs.ts'
import type { TypedChange } from '../propose/propose-typed.ts'
import { reply } from '../steps/reply.ts'
import { proposeAlias } from './propose-alias.ts'

/** Whether what was typed sets an alias. */
export const isTypedAlias = ({ text }: Pick<TypedChange, 'text'>): boolean => {
  const action = typedAction(text)
  return action === 'promote' || action === 'rollback'
}

/**
 * Fills the form that was opened for a promotion or a roll back that was typed: 1 find the image, or the alias 2 draw its form as for a
 * click; or a choice where images of several builds match, or why there is none.
 */
export const proposeTypedAlias = async (needs: PlanNeeds & AnswerNeeds, ask: TypedChange): Promise<void> => {
  const { text, page: _page, command: _name, ...click } = ask
  const action = typedAction(text)
  const asked = { ...ask, action }
  if (needs.clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS)
    return reply(needs, asked, renderTooLateToAnswer(text))
  // 1 find the image, or the alias
  const understood = await understand(needs, ask)
  const open = (of: AliasAsk): Promise<void> => proposeAlias(needs, { ...click, asked: of })
  switch (understood.kind) {
    case 'explanation':
      return reply(needs, asked, understood.message)
    case 'rollback':
      return open({ kind: 'rollback', family: understood.family, alias: understood.alias })
    case 'promotion': {
      const { command, found, unreachable } = understood
      const possible = found.filter(({ facts }) => facts.state === 'available')
      const matches = possible.length > 0 ? possible : found
      const [first] = matches
      const { alias, family, image } = command
      // 2 draw its form, or a choice
      if (first && isOneBuild(matches))
        return open({
          kind: 'promote',
          image: first.image,
          ...(alias && { alias }),
          ...(family && { family }),
        })
      return replyChoice(needs, asked, 'promote', {
        target: image.target,
        found,
        possible,
        unreachable,
        ...(alias && { behind: family ? `${family}/${alias}` : alias }),
      })
    }
    default:
      throw new Error('Expected a command that sets an alias.')
  }
}

/** Copies have the name of their build: each of them stands for all. */
export const isOneBuild = (found: readonly FoundImage[]): boolean =>
  found.length === 1 ||
  (found[0]?.facts.name !== undefined && found.every(({ facts }) => facts.name === found[0]?.facts.name))
