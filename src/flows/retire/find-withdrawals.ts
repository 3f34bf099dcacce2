import type { Config } from '../../domain/config.ts'
import { placesIn } from '../../domain/fleet.ts'
import { imageKey } from '../../domain/image.ts'
import { keptUntilMs } from '../../domain/keep.ts'
import type { ListedImage } from '../../domain/list-filter.ts'
import { type Withdrawal, withdrawalsOf } from '../../domain/withdrawal.ts'
import type { Clock, FleetScans, ImageRecords, Keeps, Places } from '../../ports.ts'
import { visitPlaces } from '../lists/read-listed.ts'

export interface FindWithdrawalsNeeds {
  ledger: FleetScans & Places & ImageRecords & Keeps
  config: Config
  clock: Clock
}

/** What the families' retirement rules want now, by what the last scans saw; without what somebody keeps. Nobody asks EC2. */
export const findWithdrawals = async (needs: FindWithdrawalsNeeds): Promise<Withdrawal[]> => {
  const { ledger, config, clock } = needs
  const nowMs = clock.nowMs()
  const keeps = new Set((await ledger.readKeeps(nowMs)).map(({ image }) => imageKey(image)))
  const isKept = ({ image, facts }: ListedImage): boolean =>
    keeps.has(imageKey(image)) || (keptUntilMs(facts.tags) ?? 0) > nowMs
  const due: ListedImage[] = []
  await visitPlaces(needs, placesIn(config), images => {
    const left = images.filter(one => !isKept(one))
    due.push(...withdrawalsOf(config, left, nowMs).flatMap(({ images: some }) => some))
  })
  return withdrawalsOf(config, due, nowMs)
}
