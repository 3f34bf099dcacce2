import { type HealthView, renderHealth } from '../../../blocks/health.ts'
import type { Message } from '../../../blocks/message.ts'
import { accountName, type Config } from '../../domain/config.ts'
import type { ConfigTrouble } from '../../domain/config-in-use.ts'
import { errorName } from '../../domain/error-name.ts'
import { placesIn } from '../../domain/fleet.ts'
import { type LastAnnounced, QUEUES } from '../../domain/health.ts'
import { parseImageKey } from '../../domain/image.ts'
import { placeHealthOf } from '../../domain/place-health.ts'
import { lastRunOf } from '../../domain/scan-summary.ts'
import type { Clock, ImageRecords, LastEvents, Log, Members, Places, Queues } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'
import { type GoldenHealthNeeds, readGoldenHealth } from './read-golden-health.ts'

export interface HealthNeeds {
  queues: Queues
  ledger: LastEvents & Places & ImageRecords & Pick<Members, 'readMembers' | 'readUnknownAccounts'>
  config: Config
  clock: Clock
  log: Log
  configVersion: string
  /** Present where a newer config is not in use. */
  configTrouble?: ConfigTrouble
}

/** Checks amiops itself, the aliases of the config, and what is public. */
export const health = async (needs: HealthNeeds & GoldenHealthNeeds): Promise<Message> => {
  const { config } = needs
  const [view, golden] = await Promise.all([readHealth(needs), orWhy(needs, () => readGoldenHealth(needs))])
  const nameOf = (account: string): string => accountName(config, account)
  return renderHealth('why' in golden ? view : { ...view, golden: { ...golden, nameOf } })
}

/** What cannot be read is reported as such. */
export const readHealth = async (needs: HealthNeeds): Promise<HealthView> => {
  const { queues, ledger, clock, config, configVersion, configTrouble } = needs
  const [depths, lastAnnounced, scans] = await Promise.all([
    Promise.all(QUEUES.map(async queue => [queue, await queues.depth(queue)] as const)),
    orWhy(needs, async () => withName(needs, await ledger.readLastAnnounced())),
    orWhy(needs, () => readScans(needs)),
  ])
  const noticeChannel = config.channels.fallback
  return {
    nowMs: clock.nowMs(),
    depths,
    lastAnnounced,
    ...('why' in scans ? { lastRun: scans } : scans),
    configVersion,
    ...(configTrouble && { configTrouble }),
    noticeChannel,
  }
}

/** Enough to begin with. */
const PLACES_SHOWN = 5

const readScans = async ({
  ledger,
  config,
  clock,
}: HealthNeeds): Promise<Pick<HealthView, 'lastRun' | 'places'>> => {
  const [run, known, members] = await Promise.all([
    ledger.readLastRun(),
    ledger.readPlaces(),
    config.organization && readFound(ledger),
  ])
  const nowMs = clock.nowMs()
  return {
    lastRun: run && lastRunOf(run, placesIn(config), known),
    places: {
      ...placeHealthOf(config, known, nowMs, members),
      nameOf: account => accountName(config, account),
      nowMs,
      shown: PLACES_SHOWN,
    },
  }
}

const readFound = async (ledger: HealthNeeds['ledger']) => {
  const [list, unknown] = await Promise.all([ledger.readMembers(), ledger.readUnknownAccounts()])
  return { list, unknown }
}

/** People know images by their names. */
const withName = async (
  { ledger }: HealthNeeds,
  last: LastAnnounced | undefined,
): Promise<(LastAnnounced & { name?: string }) | undefined> => {
  const image = parseImageKey(last?.image)
  const name = image && (await readImage(ledger, image)).facts?.name
  return last && { ...last, ...(name && { name }) }
}

const orWhy = async <T>({ log }: HealthNeeds, read: () => Promise<T>): Promise<T | { why: string }> => {
  try {
    return await read()
  } catch (error) {
    log.warn('A part of the health could not be found out.', { why: String(error) })
    return { why: errorName(error) }
  }
}
