import { placeProblems } from '../../../blocks/place-health.ts'
import { capital } from '../../../blocks/words.ts'
import { accountName } from '../../../src/domain/config.ts'
import { placeKey, placesIn } from '../../../src/domain/fleet.ts'
import { withMembers } from '../../../src/domain/member-accounts.ts'
import { placeHealthOf } from '../../../src/domain/place-health.ts'
import { lastRunOf } from '../../../src/domain/scan-summary.ts'
import { readOwnAccount } from '../../own-account.ts'
import { type Check, note, ok, problem } from '../check.ts'

const MINUTE_MS = 60_000
/** Two runs and a half: one may be missed. */
const LATE_MS = 12.5 * MINUTE_MS
/** Many regions take several runs. */
const STALE_MS = 60 * MINUTE_MS

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
    const scannedAtMs = new Map(known.map(place => [placeKey(place), place.scan?.scannedAtMs]))
    const agoMin = Math.round((nowMs - last.startedAtMs) / MINUTE_MS)
    if (nowMs - last.startedAtMs > LATE_MS)
      return [
        problem(
          `The last reconciliation was ${agoMin} min ago.`,
          `Its log says why: the log group /aws/lambda/amiops-${target.stage}-schedule. See docs/operations.md.`,
        ),
      ]
    const places = config.accounts.flatMap(({ id: account, regions, readRole }) =>
      regions.map(region => ({ account, region, readRole })),
    )
    const unknown = file.organization ? await ledger.readUnknownAccounts() : []
    const health = placeHealthOf(config, known, nowMs, { list: members, unknown })
    const told = new Set([...health.unreadable, ...health.silent].map(placeKey))
    const withoutRole = new Set([
      ...health.noRole,
      ...(health.management === undefined ? [] : [health.management]),
    ])
    const unseen = places.filter(
      place =>
        nowMs - (scannedAtMs.get(placeKey(place)) ?? 0) > STALE_MS &&
        !told.has(placeKey(place)) &&
        !withoutRole.has(place.account),
    )
    const nameOf = (account: string): string => accountName(config, account)
    return [
      ok(`The last reconciliation was ${agoMin} min ago: ${last.places} of ${last.of} account-regions.`),
      ...placeProblems({ ...health, nameOf, nowMs }).map(({ what, todo }) => problem(what, capital(todo))),
      ...unseen.map(({ account, region, readRole }) =>
        problem(
          `${account} in ${region} was not reached for an hour or longer.`,
          readRole
            ? `Does ${readRole} trust the role of the function scan, and allow ec2:DescribeImages there? Is the region enabled in the account?`
            : 'Is the region enabled in the account? The log of the function scan says why.',
        ),
      ),
    ]
  },
}
