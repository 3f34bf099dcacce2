import type { Config } from '../../domain/config.ts'
import type { Clock, Log, Places, Queues, Readings } from '../../ports.ts'

/** What a flow needs to begin a reading and to end it. */
export interface ReadingNeeds {
  ledger: Readings & Pick<Places, 'readPlaces'>
  queues: Pick<Queues, 'readPlaces' | 'endReadingLater' | 'askAgain'>
  config: Config
  clock: Clock
  log: Log
}
