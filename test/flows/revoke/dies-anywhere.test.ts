import { imageKey } from '../../../src/domain/image.ts'
import { EU, OTHER, PROD, US } from '../../support/aliases.ts'
import type { FailurePoint } from '../../support/inject-failure.ts'
import { failOnce } from '../../support/memory/ask-queue.ts'
import { BAD, COPY, DESCENDANT, GOOD, revokeWorld } from '../../support/revocations.ts'

/**
 * A revocation of an image, its copy and its descendant, with an alias in three places. Each of its messages fails or dies at each call
 * that it makes, and comes again: every step is done once, and the card says what is so.
 */

type World = Awaited<ReturnType<typeof revokeWorld>>

const IMAGES = [BAD, COPY, DESCENDANT]
const PLACES = [US, EU, OTHER]
const ITEMS = IMAGES.length + PLACES.length

const started = async () => {
  const world = await revokeWorld()
  const id = await world.submitRevoke()
  await world.approve(id)
  const versions = await versionsOf(world)
  return { world, id, versions }
}

const versionsOf = (world: World) =>
  Promise.all(PLACES.map(async place => (await world.aliases.read(place, PROD))?.version ?? 0))

/** What is not as it should be once the plan has ended. @returns also how many of its items were not done */
const faultsOf = async (world: World, id: string, before: readonly number[]) => {
  const faults: string[] = []
  const check = (what: string, holds: boolean) => void (holds || faults.push(what))
  const plan = await world.ledger.readPlan(id)
  check('reported', plan?.isReported === true)
  const items = await world.ledger.readPlanImages(id)
  const after = await versionsOf(world)
  const disabled = world.images.changed.filter(change => change.startsWith('DisableImage'))
  check(`disabled once: ${disabled}`, new Set(disabled).size === disabled.length)
  for (const { image, assignment, state } of items) {
    const at = PLACES.findIndex(
      ({ account, region }) => account === assignment?.account && region === assignment.region,
    )
    const set = (after[at] ?? 0) - (before[at] ?? 0)
    check(`${imageKey(image)} is ${state}`, ['done', 'failed', 'refused'].includes(state))
    if (assignment)
      check(
        `alias ${assignment.account} ${assignment.region} is ${state}, set ${set} times`,
        set === Number(state === 'done'),
      )
    else check(`${imageKey(image)} is ${state}`, (world.stateOf(image) === 'disabled') === (state === 'done'))
  }
  const records = await world.ledger.readImages(IMAGES)
  for (const image of IMAGES) check('marked', records.get(imageKey(image))?.revoked?.planId === id)
  const posts = ['ami-alerts', 'ami-ready'].flatMap(channel => world.messenger.posts(channel))
  check('one card', posts.filter(({ message }) => message.metadata?.event_payload.plan === id).length === 1)
  const audit = world.messenger.posts('ami-audit').filter(({ message }) => /\*?finished/.test(message.text))
  check(`one line in the audit channel, not ${audit.length}`, audit.length === 1)
  const ends = world.messenger.privateMessages('U0MARIA').filter(text => /your plan to revoke/.test(text))
  check('the requester hears the end', ends.length > 0)
  const undone = items.filter(({ state }) => state !== 'done').length
  return { faults, undone, items: items.length, ends: ends.length }
}

/** Calls around which nobody knows whether AWS was asked: what died there is not asked again, and a read tells. */
const ASKING = /^(ledger\.(saveImage|addAssignment)|queues\.lookLater|images\.change|aliases\.put)$/

/** Direct messages cannot be searched: what may have been posted there is posted again. */
const POSTING = /^(messenger\.post|ledger\.settlePost)$/

test('nothing fails: all of it is done', async () => {
  const { world, id, versions } = await started()
  await world.run(id)
  expect(await faultsOf(world, id, versions)).toEqual({ faults: [], undone: 0, items: ITEMS, ends: 1 })
  expect(await world.named(US, PROD)).toBe(GOOD.imageId)
})

const FAILURES: Omit<FailurePoint, 'at'>[] = [
  { moment: 'after', failure: 'crash' },
  { moment: 'before', failure: 'error' },
]

describe.each(FAILURES)('$failure $moment each call', failure => {
  /** Fails a call of the message that comes after so many. */
  const failAt = async (messages: number, at: number) => {
    const { world, id, versions } = await started()
    await world.run(id, messages)
    const work = await world.nextOf(id)
    if (!work) return undefined
    const { hasFailed, call } = await failOnce(world, id, world.messageOf(work), { at, ...failure })
    await world.run(id)
    return { hasFailed, call, ...(await faultsOf(world, id, versions)) }
  }

  test('of each message: done once, and reported', async () => {
    let calls = 0
    for (let messages = 0; ; messages++) {
      const first = await failAt(messages, 1)
      if (!first) break
      for (let at = 1; ; at++) {
        const { hasFailed, call, faults, undone, ends } =
          at === 1 ? first : ((await failAt(messages, at)) ?? first)
        if (!hasFailed) break
        calls++
        const where = `message ${messages}, call ${at} (${call})`
        expect({ where, faults }).toEqual({ where, faults: [] })
        if (!ASKING.test(call)) expect({ where, undone }).toEqual({ where, undone: 0 })
        if (!POSTING.test(call)) expect({ where, ends }).toEqual({ where, ends: 1 })
      }
    }
    expect(calls).toBeGreaterThan(100)
  })
})
