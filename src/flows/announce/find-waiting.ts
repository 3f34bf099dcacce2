import { isShown } from '../../domain/digest.ts'
import { wantsFallback } from '../../domain/fallback.ts'
import type { Digests, Emails } from '../../ports.ts'
import type { ChannelPlan, PlannedEvent } from './channel-plan.ts'

interface Needs {
  emails?: Emails
  ledger: Digests
}

/**
 * The events that an e-mail is wanted for and that Slack has not accepted yet: those without a message, and those whose digest is not
 * shown. Events that this batch put into a digest are delivered once more, to check whether the digest is shown by then.
 */
export const findWaiting = async (
  { emails, ledger }: Needs,
  planned: readonly PlannedEvent[],
  plans: readonly ChannelPlan[],
  accepted: ReadonlySet<string>,
): Promise<readonly PlannedEvent[]> => {
  const wanting = planned.filter(
    ({ event, route, quiet, emailedAtMs }) =>
      emails && !quiet && emailedAtMs === undefined && !accepted.has(event.id) && wantsFallback(event, route),
  )
  if (wanting.length === 0) return []
  const digests = await ledger.readDigests(plans.flatMap(({ counted }) => [...counted.keys()]))
  const shown = new Set(
    plans.flatMap(({ counted }) =>
      [...counted].flatMap(([key, list]) => {
        const digest = digests.get(key)
        return digest && isShown(digest) ? list.map(({ event }) => event.id) : []
      }),
    ),
  )
  return wanting.filter(({ event }) => !shown.has(event.id))
}
