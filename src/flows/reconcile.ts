import type { Config } from '../domain/config.ts'
import type { Clock, Images, Ledger, Log, Queues } from '../ports.ts'
import type { AnnounceNeeds } from './announce.ts'
import { lookThroughFleet } from './look-through-fleet.ts'
import { refreshStale } from './refresh-stale.ts'
import { settle } from './settle.ts'
import { tellDeadLetters } from './tell-dead-letters.ts'
import { trying } from './trying.ts'

export interface ReconcileNeeds {
  images: Pick<Images, 'describe' | 'listPage'>
  ledger: Ledger
  queues: Queues
  messenger: AnnounceNeeds['messenger']
  config: Config
  clock: Clock
  log: Log
}

/** A run ends within its four minutes, and leaves the rest to the next one. */
const RUN_MS = 180_000

/** What AWS forgot is told, what hangs is settled: each step by itself, so that none keeps another from being done. */
export const reconcile = async (needs: ReconcileNeeds): Promise<void> => {
  const { clock, log } = needs
  const stopAtMs = clock.nowMs() + RUN_MS
  await trying(log, { step: 'settle what hangs' }, () => settleDue(needs))
  await trying(log, { step: 'tell of dead letters' }, () => tellDeadLetters(needs))
  await trying(log, { step: 'refresh what is stale' }, () => refreshStale(needs))
  await trying(log, { step: 'look through the fleet' }, () => lookThroughFleet(needs, stopAtMs))
}

const settleDue = async (needs: ReconcileNeeds): Promise<void> => {
  for (const image of await needs.ledger.readDueImages(needs.clock.nowMs()))
    await trying(needs.log, image, () => settle(needs, image))
}
