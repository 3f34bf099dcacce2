import { renderStrangersHome, renderUnknownHome } from '../../../blocks/home.ts'
import type { AskOf } from '../../domain/ask.ts'
import { asSlackSays } from '../../domain/colleague.ts'
import { isOurWorkspace } from '../../domain/config.ts'
import type { Person } from '../../domain/request.ts'
import { RetryLater, throwIfBusy } from '../../domain/retry-later.ts'
import { REFRESHED_EVERY_MS } from '../../domain/visited-home.ts'
import { allOf } from '../../in-parallel.ts'
import type { Delivery } from '../../ports.ts'
import { drawHome } from './draw-home.ts'
import type { HomeNeeds } from './needs.ts'
import { isIncomplete, readContent, readForEverybody, readLeavingOrWhy } from './read-content.ts'

/**
 * Draws the Home tab of a person who opened it, if the person is a colleague.
 *
 * @throws {RetryLater} where Slack has no room
 */
export const openHome = async (needs: HomeNeeds, { person, workspaceId }: AskOf<'home'>): Promise<void> => {
  const { config, messenger } = needs
  const { userId } = person
  const answer = await messenger.person(userId)
  if (!answer.known && answer.retryAfterSec !== undefined)
    throw new RetryLater(answer.retryAfterSec, `Slack asks to wait before it says who ${userId} is.`)
  const visitor = asSlackSays(config, person, answer)
  if (isOurWorkspace(config, visitor.workspaceId, config.workspaceId ?? workspaceId))
    return drawAll(needs, visitor)
  const closed = answer.known ? renderStrangersHome() : renderUnknownHome(answer.reason)
  checkDrawn(needs, userId, await messenger.publishHome(userId, closed))
}

/** 1 read the ledger 2 draw 3 ask EC2 what leaves the Recycle Bins 4 draw again 5 look again in a minute at what could not be read */
const drawAll = async (needs: HomeNeeds, person: Person): Promise<void> => {
  const { ledger, clock, queues } = needs
  const { userId } = person
  const readAgain = async () =>
    readContent(needs, person, await readForEverybody(needs), await readLeavingOrWhy(needs))
  // 1 read the ledger
  const openedAtMs = clock.nowMs()
  const [known, forEverybody] = await allOf([ledger.readHome(userId), readForEverybody(needs)])
  const content = await readContent(needs, person, forEverybody, undefined)
  // 2 draw
  const first = await drawHome(needs, { version: 0, ...known, person, openedAtMs }, content, readAgain)
  checkDrawn(needs, userId, first.delivery)
  // 3 ask EC2
  const whole = { ...first.content, leaving: await readLeavingOrWhy(needs) }
  // 4 draw again
  const second = await drawHome(needs, first.home, whole, readAgain)
  checkDrawn(needs, userId, second.delivery)
  // 5 look again
  if (isIncomplete(whole)) await queues.refreshHomesLater(REFRESHED_EVERY_MS / 1000)
}

/** @throws {RetryLater} where Slack has no room */
const checkDrawn = ({ log }: HomeNeeds, userId: string, delivery: Delivery): void => {
  throwIfBusy(delivery, 'the Home tab is drawn')
  if (delivery.kind !== 'delivered') log.error('A Home tab could not be drawn.', { userId, ...delivery })
}
