import { createAccounts, guardAccounts } from '../../../src/aws/ec2/guard-accounts.ts'
import { imageKey } from '../../../src/domain/image.ts'
import { serve } from '../../../src/flows/serve.ts'
import { asked } from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'
import { changeIn, rehearseIn } from '../../support/sessions.ts'
import { silentLog } from '../../support/silent-log.ts'

const OTHER = '999999999999'

/** A world whose config names IMAGE's account while the credentials belong to another one. */
const misconfigured = (readOwn = async () => OTHER) => {
  const world = createMemoryWorld()
  const accounts = createAccounts(world.config.accounts, readOwn)
  const errors: string[] = []
  const log = { ...silentLog, error: (message: string) => void errors.push(message) }
  const edges = guardAccounts(world.needs, accounts, log)
  return { world, errors, needs: { ...world.needs, accounts, ...edges, log } }
}

test('reconciliation reads nothing there, and says so with both ids: loudly, in the channel once a day', async () => {
  const { world, errors, needs } = misconfigured()
  for (let run = 0; run < 4; run++) {
    await reconcile(needs)
    world.clock.advance(5 * MINUTE)
  }
  const posts = world.messenger.posts('ami-alerts').map(({ message }) => message.text)
  expect(posts).toEqual([expect.stringContaining(IMAGE.account)])
  expect(posts[0]).toContain(OTHER)
  expect(world.messenger.posts('ami-ready')).toEqual([])
  expect(errors.filter(error => error.includes(IMAGE.account) && error.includes(OTHER))).not.toEqual([])
  world.clock.advance(24 * 60 * MINUTE)
  await reconcile(needs)
  expect(world.messenger.posts('ami-alerts')).toHaveLength(2)
})

test('the notice comes as soon as Slack takes it, not a day later', async () => {
  const { world, needs } = misconfigured()
  const { post } = world.messenger
  world.messenger.post = async () => ({ kind: 'busy', retryAfterSec: 30 })
  await reconcile(needs)
  world.messenger.post = post
  world.clock.advance(5 * MINUTE)
  await reconcile(needs)
  expect(world.messenger.posts('ami-alerts')).toHaveLength(1)
})

test('an image that was known before is not called deregistered', async () => {
  const { world, needs } = misconfigured()
  await world.deliver(world.event('available'))
  const card = JSON.stringify(world.messenger.posts('ami-ready'))
  world.images.remove(IMAGE)
  for (let run = 0; run < 4; run++) {
    world.clock.advance(5 * MINUTE)
    await reconcile(needs)
  }
  expect(JSON.stringify(world.messenger.posts('ami-ready'))).toBe(card)
})

test('a click changes nothing there, and the person is told why', async () => {
  const { world, needs } = misconfigured()
  world.images.put(IMAGE, { state: 'disabled', tags: {}, snapshots: [] })
  await serve(needs, { ...asked(world, 'click-00'), kind: 'change', action: 'enable', image: IMAGE })
  expect(world.images.changed).toEqual([])
  expect(world.messenger.privateMessages('U0MARIA').join()).toContain('credentials of another account')
  const change = { call: 'EnableImage', image: IMAGE } as const
  expect(await changeIn(needs.images, change)).toMatchObject({ kind: 'refused', code: 'WrongAccount' })
  expect(await rehearseIn(needs.images, change)).toMatchObject({ kind: 'refused', code: 'WrongAccount' })
})

test('an account with a role needs no check, and an STS that does not answer keeps nobody from looking', async () => {
  const readOwn = async (): Promise<string> => {
    throw new Error('timeout')
  }
  const { world, needs } = misconfigured(readOwn)
  expect((await needs.images.listPage(IMAGE.account, IMAGE.region)).images).toHaveLength(1)
  await reconcile(needs)
  expect(world.messenger.posts('ami-alerts')).toEqual([])
  const withRole = [{ id: OTHER, regions: ['us-east-1'], role: `arn:aws:iam::${OTHER}:role/amiops-read` }]
  expect(await createAccounts(withRole, readOwn).misconfigured()).toEqual([])
  expect(imageKey(IMAGE)).toContain(IMAGE.account)
})
