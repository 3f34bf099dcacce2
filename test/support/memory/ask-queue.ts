import type { Ask } from '../../../src/domain/ask.ts'
import { serveMessage } from '../../../src/flows/serve.ts'
import type { FailurePoint } from '../inject-failure.ts'
import { type AskedWorld, asked } from './asking.ts'

/** The queue of requests of a world in memory. */

type Message = Parameters<typeof serveMessage>[1]

/** Makes asks as from Slack's payload, each with its own key unless one is given. @returns the key */
export const createAsk = (world: AskedWorld, filler: string) => {
  let count = 0
  return async (kind: Ask['kind'], more: object, userId: string): Promise<string> => {
    const key = 'key' in more ? String(more.key) : String(++count).padStart(40, filler)
    const person = { userId, name: userId.slice(2).toLowerCase(), workspaceId: 'T0SANDBOX' }
    const place = { channelId: 'C0READY', isPrivate: true }
    await serveMessage(world.needs, { ...asked(world, key, person), place, kind, ...more } as Message)
    return key
  }
}

/**
 * Carries out a message whose function fails at one call, then delivers it again as the queue does.
 *
 * @returns whether that call was made, and its name
 */
export const failOnce = async (
  world: Pick<AskedWorld, 'clock' | 'needs' | 'inject' | 'queues'>,
  planId: string,
  message: Message,
  point: FailurePoint,
): Promise<{ hasFailed: boolean; call: string }> => {
  const { injection, needs } = world.inject(point)
  await serveMessage(needs as AskedWorld['needs'], message).catch(() => undefined)
  const failed = { hasFailed: injection.hasFailed(), call: injection.called[point.at - 1] ?? '' }
  // A claim of the function that ended is free after a minute and a half.
  for (let tried = 0; tried < 5; tried++) {
    world.clock.advance(100_000)
    const pause = await serveMessage(world.needs, message).catch(() => 'again' as const)
    if (pause === 'again') continue
    if (pause) world.queues.plans.push({ planId })
    break
  }
  return failed
}
