import { countPlaces, placesWords } from '../../../blocks/place-groups.ts'
import { placeProblems } from '../../../blocks/place-health.ts'
import { capital } from '../../../blocks/words.ts'
import { compactPlaces } from '../../../src/domain/compact-places.ts'
import { accountName, type Config } from '../../../src/domain/config.ts'
import { placeKey, placesIn } from '../../../src/domain/fleet.ts'
import { withMembers } from '../../../src/domain/member-accounts.ts'
import type { Place } from '../../../src/domain/place.ts'
import { placeHealthOf } from '../../../src/domain/place-health.ts'
import { placeStateOf } from '../../../src/domain/place-state.ts'
import { lastRunOf } from '../../../src/domain/scan-summary.ts'
import { readOwnAccount } from '../../own-account.ts'
import { type Check, type Finding, note, ok, problem } from '../check.ts'

const MINUTE_MS = 60_000
/** Two runs and a half: one may be missed. */
const LATE_MS = 12.5 * MINUTE_MS

/**
 * The reconciliation runs, and reaches each account and region: with the role that the config names, where there is one. Your own
 * credentials may not assume those roles, so what the functions themselves have written is read.
 */
export const reconciliation: Check = {
  name: 'accounts',
  takes: 'dynamodb:GetItem and dynamodb:Query on the table',
  async run({ aws, stack, ledger, config: file, nowMs, target }) {
    if (!(await stack()) || !file) return []
    const run = await ledger.readLastRun()
    if (!run)
      return [
        note('No reconciliation has ended yet.', 'The first one ends within ten minutes of the deployment.'),
      ]
    const known = await ledger.readPlaces()
    const members = file.organization && (await ledger.readMembers())
    const own = await readOwnAccount(aws)
    const isOurs = members?.organization === file.organization?.id
    const config = withMembers(file, isOurs ? (members?.accounts ?? []) : [], own)
    const last = lastRunOf(run, placesIn(config), known)
    const aheadMin = Math.round((last.startedAtMs - nowMs) / MINUTE_MS)
    if (aheadMin > 1)
      return [
        problem(
          `The last reconciliation was ${aheadMin} min in the future by this machine’s clock.`,
          'Set the clock, and run doctor again.',
        ),
      ]
    const agoMin = Math.max(0, -aheadMin)
    if (nowMs - last.startedAtMs > LATE_MS)
      return [
        problem(
          `The last reconciliation was ${agoMin} min ago.`,
          `Its log says why: the log group /aws/lambda/amiops-${target.stage}-schedule. See docs/operations.md.`,
        ),
      ]
    const unknown = file.organization ? await ledger.readUnknownAccounts() : []
    const health = placeHealthOf(config, known, nowMs, { list: members, unknown })
    const nameOf = (account: string): string => accountName(config, account)
    return [
      ok(`The last reconciliation was ${agoMin} min ago: ${last.places} of ${last.of} account-regions.`),
      ...(last.underWay > 0 ? [note(`The scans of ${last.underWay} account-regions are under way.`)] : []),
      ...unscannedNotes(config, known, nowMs),
      ...placeProblems({ ...health, nameOf, nowMs }).map(({ what, todo }) => problem(what, capital(todo))),
    ]
  },
}

/** Nobody has scanned them yet: that alone is no trouble. */
const unscannedNotes = (config: Config, known: readonly Place[], nowMs: number): Finding[] => {
  const byKey = new Map(known.map(place => [placeKey(place), place]))
  const all = placesIn(config)
  const unscanned = all.filter(place => placeStateOf(byKey.get(placeKey(place)), nowMs).kind === 'new')
  const groups = compactPlaces(unscanned, all)
  return groups.length === 0
    ? []
    : [
        note(
          `No scan has ended yet in ${countPlaces(groups)}: ${placesWords(groups, account => accountName(config, account), groups.length)}.`,
          'The first one ends within ten minutes once this config is deployed.',
        ),
      ]
}
