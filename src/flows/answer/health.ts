import { renderHealth } from '../../../blocks/health.ts'
import type { Message } from '../../../blocks/message.ts'
import { QUEUES } from '../../domain/health.ts'
import type { Clock, FleetScans, LastEvents, Log, Queues } from '../../ports.ts'

export interface HealthNeeds {
  queues: Queues
  ledger: LastEvents & FleetScans
  clock: Clock
  log: Log
  configVersion: string
}

/** Looks at amiops itself. What cannot be found out is said as such. */
export const health = async (needs: HealthNeeds): Promise<Message> => {
  const { queues, ledger, clock, configVersion } = needs
  const [depths, lastAnnounced, scanProgress] = await Promise.all([
    Promise.all(QUEUES.map(async queue => [queue, await queues.depth(queue)] as const)),
    orWhy(needs, () => ledger.readLastAnnounced()),
    orWhy(needs, () => ledger.readScanProgress()),
  ])
  const lastRun = scanProgress && 'visitedAtMs' in scanProgress ? scanProgress.last : scanProgress
  return renderHealth({ nowMs: clock.nowMs(), depths, lastAnnounced, lastRun, configVersion })
}

const orWhy = async <T>({ log }: HealthNeeds, read: () => Promise<T>): Promise<T | { why: string }> => {
  try {
    return await read()
  } catch (error) {
    log.warn('A part of the health could not be found out.', { why: String(error) })
    return { why: error instanceof Error ? error.name : 'error' }
  }
}
