import type { Ask } from '../../domain/ask.ts'
import { asColleague, isToBeLookedUp } from '../../domain/colleague.ts'
import type { Config } from '../../domain/config.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import type { Log, Messenger } from '../../ports.ts'

interface Needs {
  messenger: Pick<Messenger, 'person'>
  config: Config
  log: Log
}

/**
 * Finds out whether somebody from a workspace that the config does not list is of its organization. A payload's `enterprise` belongs to
 * the channel, in which guests of other companies click, too. Only Slack's answer about the person counts.
 *
 * @returns the request, with the person as a member of the organization; unchanged if Slack does not say so
 * @throws {RetryLater} if Slack asks to wait: the work is done later, and nobody is refused
 */
export const identify = async <Asked extends Ask>(needs: Needs, ask: Asked): Promise<Asked> => {
  const { config, messenger, log } = needs
  const { person } = ask
  if (!isToBeLookedUp(config, person, config.workspaceId ?? ask.workspaceId)) return ask
  const answer = await messenger.person(person.userId)
  if (!answer.known) {
    if (answer.retryAfterSec !== undefined)
      throw new RetryLater(answer.retryAfterSec, `Slack asks to wait before it says who ${person.userId} is.`)
    log.warn('Slack did not say whose organization a person is of; they count as external.', {
      userId: person.userId,
      reason: answer.reason,
    })
  }
  return { ...ask, person: asColleague(config, person, answer) }
}
