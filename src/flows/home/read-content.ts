import type { HealthView } from '../../../blocks/health.ts'
import type { HomeContent } from '../../../blocks/home-content.ts'
import { slashCommandOf } from '../../domain/command.ts'
import { accountName, priceOf } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import type { SharedContent } from '../../domain/home.ts'
import type { Finding } from '../../domain/impact.ts'
import type { Person } from '../../domain/request.ts'
import { allOf } from '../../in-parallel.ts'
import { readHealth } from '../answer/health.ts'
import type { HomeNeeds } from './needs.ts'
import { createLinks, type Links, readAwaited, readWaiting, type Waiting } from './read-awaited.ts'
import { readFailures } from './read-failures.ts'
import { readFleetGlance } from './read-fleet-glance.ts'
import { readLeaving } from './read-leaving.ts'
import { readOwnRequests } from './read-own-requests.ts'

/** What is read once for all Homes that are drawn together. */
export interface ForEverybody {
  shared: Omit<SharedContent, 'leaving'>
  waiting: Finding<readonly Waiting[]>
  links: Links
  health: HealthView
}

/** A section that cannot be read says so; the others are drawn. */
const tried = async <T>({ log }: HomeNeeds, what: string, read: Promise<T>): Promise<Finding<T>> => {
  try {
    return { known: true, value: await read }
  } catch (error) {
    log.warn('A section of a Home could not be read.', { what, why: String(error) })
    return { known: false, why: errorName(error) }
  }
}

/** Reads what is the same for everybody, from the ledger and the queues. */
export const readForEverybody = async (needs: HomeNeeds): Promise<ForEverybody> => {
  const [waiting, health, fleet] = await allOf([
    tried(needs, 'approvals', readWaiting(needs)),
    readHealth(needs),
    tried(needs, 'the fleet', readFleetGlance(needs)),
  ])
  const failures = fleet.known
    ? await tried(needs, 'failures', readFailures(needs, fleet.value))
    : { known: false as const, why: fleet.why }
  return { waiting, links: createLinks(needs), health, shared: { fleet, failures } }
}

/** What leaves the Recycle Bins: EC2 is asked. */
export const readLeavingOrWhy = (needs: HomeNeeds): Promise<NonNullable<SharedContent['leaving']>> =>
  tried(needs, 'the Recycle Bins', readLeaving(needs))

/**
 * Adds what one person alone sees.
 *
 * @param leaving undefined while the Recycle Bins are being read
 */
export const readContent = async (
  needs: HomeNeeds,
  person: Person,
  { shared, waiting, links, health }: ForEverybody,
  leaving: SharedContent['leaving'],
): Promise<HomeContent> => {
  const { config, clock } = needs
  const [awaited, requests] = await allOf([
    waiting.known ? tried(needs, 'approvals', readAwaited(needs, person, waiting.value, links)) : waiting,
    tried(needs, 'own requests', readOwnRequests(needs, person.userId, links)),
  ])
  return {
    name: slashCommandOf(config),
    ...shared,
    leaving,
    awaited,
    requests,
    health,
    staleAfterDays: config.stale.afterDays,
    nameOf: account => accountName(config, account),
    priceOf: region => priceOf(config, region),
    asOfMs: clock.nowMs(),
  }
}

/** Whether a section could not be read, and has to be read again. */
export const isIncomplete = ({ fleet, failures, leaving, awaited, requests }: HomeContent): boolean =>
  [fleet, failures, leaving, awaited, requests].some(section => section?.known === false)
