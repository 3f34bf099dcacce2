import type { AccountRegion } from '../../domain/alias.ts'
import type { Config } from '../../domain/config.ts'
import { placeKey } from '../../domain/fleet.ts'
import type {
  Accounts,
  Aliases,
  Clock,
  Findings,
  Images,
  Instances,
  Launchability,
  Ledger,
  Log,
  Messenger,
  Queues,
} from '../../ports.ts'
import { remindOrExpire } from '../approve/remind-or-expire.ts'
import { askForCleanup } from '../cleanup/weekly-cleanup.ts'
import { type RefreshMembersNeeds, refreshMembers } from '../discover/refresh-members.ts'
import type { HomeNeeds } from '../home/needs.ts'
import { refreshHomes } from '../home/refresh-homes.ts'
import { endMutes } from '../mute/end-mute.ts'
import { settle } from '../perform/settle.ts'
import { seeToPlan } from '../plans/see-to-plan.ts'
import { askForReports } from '../report/ask-for-reports.ts'
import { askForWithdrawals } from '../retire/ask-for-withdrawals.ts'
import { warnOfDates } from '../retire/warn-of-dates.ts'
import { seeToSuggestion } from '../suggest/see-to-suggestion.ts'
import { sendNews } from '../watch/send-news.ts'
import { askForScans } from './ask-for-scans.ts'
import { checkAccounts } from './check-accounts.ts'
import { notifyDeadLetters } from './notify-dead-letters.ts'
import { refreshOutdated } from './refresh-outdated.ts'
import { saveTotals } from './save-totals.ts'
import { trying } from './trying.ts'

export interface ReconcileNeeds extends HomeNeeds, Pick<RefreshMembersNeeds, 'organizations'> {
  accounts: Accounts
  aliases: Aliases
  images: Pick<
    Images,
    | 'describe'
    | 'search'
    | 'listPage'
    | 'sharing'
    | 'snapshotSharing'
    | 'recycled'
    | 'recycleBin'
    | 'publicAccess'
  >
  instances: Pick<Instances, 'list'>
  launchability: Launchability
  findings: Findings
  ledger: Ledger
  queues: Queues
  messenger: Messenger
  config: Config
  clock: Clock
  log: Log
}

/** A run ends within its four minutes, and leaves the rest to the next one. */
const RUN_MS = 180_000
/** No step takes the time of all others. */
const REMIND_MS = 40_000
const PLANS_MS = 20_000
const SETTLE_MS = 60_000
const REFRESH_MS = 40_000
const DATES_MS = 30_000

const LEASE = 'reconciliation'
/** Longer than the function may run, by half a minute for clocks that differ; the run after one that died is five minutes later. */
const LEASE_MS = 270_000

/** One run at a time: two would announce the same difference, and overwrite each other's progress. */
export const reconcile = async (needs: ReconcileNeeds): Promise<void> => {
  const { ledger, clock, log } = needs
  const me = crypto.randomUUID()
  let isMine = false
  const taken = await trying(log, { step: 'take the lease' }, async () => {
    isMine = await ledger.takeLease(LEASE, clock.nowMs(), LEASE_MS, me)
  })
  if (taken && !isMine) log.info('Another reconciliation is running: this one leaves the work to it.', {})
  if (!isMine) return
  await runSteps(needs)
  await trying(log, { step: 'give the lease back' }, () => ledger.takeLease(LEASE, 0, 0, me))
}

/** Announces what AWS did not report, and settles open requests. A step that fails does not stop the others. */
const runSteps = async (needs: ReconcileNeeds): Promise<void> => {
  const { clock, log } = needs
  const stopAtMs = clock.nowMs() + RUN_MS
  await trying(log, { step: 'ask for scans' }, () => askForScans(needs))
  await trying(log, { step: 'list the accounts' }, () => refreshMembers(needs))
  await trying(log, { step: 'check the accounts' }, () => checkAccounts(needs))
  const within = (ms: number): number => Math.min(clock.nowMs() + ms, stopAtMs)
  await trying(log, { step: 'see to what waits' }, () => remindDue(needs, within(REMIND_MS)))
  await trying(log, { step: 'see to plans' }, () => seeToPlans(needs, within(PLANS_MS)))
  await trying(log, { step: 'see to suggestions' }, () => seeToSuggestions(needs, within(PLANS_MS)))
  await trying(log, { step: 'ask for the clean-up' }, () => askForCleanup(needs))
  await trying(log, { step: 'settle what hangs' }, () => settleDue(needs, within(SETTLE_MS)))
  await trying(log, { step: 'tell of dead letters' }, () => notifyDeadLetters(needs))
  await trying(log, { step: 'refresh what is outdated' }, () => refreshOutdated(needs, within(REFRESH_MS)))
  await trying(log, { step: 'end mutes' }, () => endMutes(needs))
  await trying(log, { step: 'send news to those who watch' }, () => sendAwaitingNews(needs))
  await trying(log, { step: 'follow deprecation dates' }, () => warnOfDates(needs, within(DATES_MS)))
  await trying(log, { step: 'ask for what retirement rules want' }, () => askForWithdrawals(needs))
  await trying(log, { step: 'save the totals of the day' }, () => saveTotals(needs))
  await trying(log, { step: 'ask for the weekly reports' }, () => askForReports(needs))
  await refreshHomes(needs)
}

const settleDue = async (needs: ReconcileNeeds, stopAtMs: number): Promise<void> => {
  const silent = new Set<string>()
  const images = notingSilence(needs.images, silent)
  for (const image of await needs.ledger.readDueImages(needs.clock.nowMs())) {
    if (needs.clock.nowMs() > stopAtMs) return
    if (silent.has(placeKey(image))) continue
    await trying(needs.log, image, () => settle({ ...needs, images }, image))
  }
}

/** Once EC2 has not answered, the other images are not looked at in this run. */
const notingSilence = (images: ReconcileNeeds['images'], silent: Set<string>): ReconcileNeeds['images'] => {
  const noting = <Answer>(place: AccountRegion, answer: Promise<Answer>): Promise<Answer> =>
    answer.catch(error => {
      silent.add(placeKey(place))
      throw error
    })
  return {
    ...images,
    describe: (account, region, ids) => noting({ account, region }, images.describe(account, region, ids)),
    sharing: image => noting(image, images.sharing(image)),
  }
}

/** A function that sends news finishes within a minute. */
const AWAITED_MS = 60_000

const sendAwaitingNews = async (needs: ReconcileNeeds): Promise<void> =>
  sendNews(needs, await needs.ledger.readAwaitingNews(needs.clock.nowMs() - AWAITED_MS))

const seeToPlans = async (needs: ReconcileNeeds, stopAtMs: number): Promise<void> => {
  for (const plan of await needs.ledger.readDuePlans(needs.clock.nowMs())) {
    if (needs.clock.nowMs() > stopAtMs) return
    await trying(needs.log, { plan }, () => seeToPlan(needs, plan))
  }
}

const seeToSuggestions = async (needs: ReconcileNeeds, stopAtMs: number): Promise<void> => {
  for (const suggestion of await needs.ledger.readDueSuggestions(needs.clock.nowMs())) {
    if (needs.clock.nowMs() > stopAtMs) return
    await trying(needs.log, { suggestion }, () => seeToSuggestion(needs, suggestion))
  }
}

const remindDue = async (needs: ReconcileNeeds, stopAtMs: number): Promise<void> => {
  for (const proposal of await needs.ledger.readDueProposals(needs.clock.nowMs())) {
    if (needs.clock.nowMs() > stopAtMs) return
    await trying(needs.log, { proposal }, () => remindOrExpire(needs, proposal))
  }
}
