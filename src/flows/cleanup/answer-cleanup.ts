import { renderCleanedUp, renderNoCleanup, renderNothingAsked } from '../../../blocks/cleanup-answers.ts'
import type { Message } from '../../../blocks/message.ts'
import { renderNoPlanRight } from '../../../blocks/plan-answers.ts'
import type { AskOf } from '../../domain/ask.ts'
import { rolesFor } from '../../domain/authorise.ts'
import { STEP_ACTIONS } from '../../domain/cleanup.ts'
import { isMatch } from '../../domain/glob.ts'
import type { Leases, Memberships, Messenger } from '../../ports.ts'
import { authorise } from '../steps/authorise.ts'
import type { CleanupNeeds } from './needs.ts'
import { type CleanedUp, runCleanup } from './run-cleanup.ts'

type Needs = CleanupNeeds & {
  ledger: CleanupNeeds['ledger'] & Memberships & Leases
  messenger: CleanupNeeds['messenger'] & Pick<Messenger, 'members' | 'permalink'>
}

const WEEK_MS = 7 * 24 * 60 * 60_000

/**
 * Suggests now what to clean up: 1 is it configured 2 permission 3 suggest, and warn 4 answer with the result.
 *
 * @param typed a family's name, `*` and `?` allowed; all families where nothing was typed
 */
export const answerCleanup = async (
  needs: Needs,
  ask: AskOf<'command'>,
  name: string,
  typed?: string,
): Promise<Message> => {
  const { config } = needs
  // 1 is it configured
  if (!config.cleanup) return renderNoCleanup()
  // 2 permission
  const roles = Object.values(STEP_ACTIONS).flatMap(action => rolesFor(config, action))
  const right = await authorise(needs, ask, roles)
  if (!right.allowed) return renderNoPlanRight('disable', right)
  // 3 suggest, and warn
  const result = await runCleanup(needs, {
    id: ask.key.slice(0, 20),
    untilMs: ask.askedAtMs + WEEK_MS,
    ...(typed !== undefined && { isAsked: isFamily(typed) }),
  })
  // 4 what came of it
  if (typed !== undefined && isEmpty(result)) return renderNothingAsked(name, typed)
  return renderCleanedUp(result, await linksOf(needs, result))
}

const isFamily =
  (typed: string) =>
  (family: string | undefined): boolean =>
    family !== undefined && isMatch(typed.toLowerCase(), family.toLowerCase())

const isEmpty = (result: CleanedUp): boolean =>
  result.suggestions.length +
    result.warned.length +
    result.suggestedBefore.images +
    result.planned +
    result.waiting ===
    0 && result.kept.length + result.needed.length + result.unchecked.length === 0

/** Where each suggestion stands, by its id. */
const linksOf = async (
  { messenger }: Needs,
  { suggestions, suggestedBefore }: CleanedUp,
): Promise<ReadonlyMap<string, string>> => {
  const links = new Map<string, string>()
  for (const { id, card } of [...suggestions, ...suggestedBefore.suggestions]) {
    const link = card && (await messenger.permalink(card.channelId, card.ts))
    if (link !== undefined) links.set(id, link)
  }
  return links
}
