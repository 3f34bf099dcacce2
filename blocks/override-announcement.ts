import { ACTION_RULES } from '../src/domain/actions.ts'
import type { Role } from '../src/domain/config.ts'
import type { Proposal } from '../src/domain/proposal.ts'
import { imageWords } from './image-words.ts'
import { impactInLine } from './impact-in-line.ts'
import type { Message } from './message.ts'
import { optionWords } from './option-words.ts'
import { contextPart, messageOf, quotePart, sectionPart } from './part.ts'
import { roleWords } from './role-words.ts'
import { escapeText, shorten, toLine } from './text.ts'
import { accountWords, personWords } from './words.ts'

/** Announces that somebody skips the approval, with a mention so that nobody overlooks it. */
export const renderEmergencyOverride = (
  proposal: Proposal,
  accountName: string,
  roles: readonly Role[],
): Message => {
  const { action, image, facts, person, purpose } = proposal
  const name = imageWords({ ...image, facts })
  const why = shorten(toLine(purpose ?? ''), 500)
  const calls = roleWords(
    roles.map(role => ({ ...role, users: role.users.filter(id => id !== person.userId) })),
  )
  const line = `🚨 ${calls && `${calls} · `}${personWords(person, 'name')} is ${ACTION_RULES[action].doing.toLowerCase()} ${name} in ${accountWords(image.account, accountName)}, ${image.region}, using the emergency override (no approval).`
  return messageOf([
    sectionPart(line),
    ...(why === '' ? [] : [quotePart('Reason', why)]),
    ...optionWords(proposal).map(words => sectionPart(`*Also:* ${words}`)),
    ...(proposal.impact ? [contextPart(`Impact: ${escapeText(impactInLine(proposal.impact), 400)}`)] : []),
    contextPart('The image’s card and history show the outcome.'),
  ])
}
