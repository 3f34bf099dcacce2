import type { Account } from '../../src/domain/config.ts'
import type { ImageRef } from '../../src/domain/image.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { ALIAS_ACCOUNTS, aliasWorld, build, DEV, EU, OTHER, PROD, US } from './aliases.ts'
import { PLAN_CONFIG } from './plans.ts'

/** A bad build in memory: with a copy, a descendant in another account, and aliases that name it. */

export const BAD = build(2)
export const COPY = build(2, 'eu-west-1')
export const GOOD = build(1)
/** Built from the copy, in the other region's account. */
export const DESCENDANT: ImageRef = { ...EU, imageId: 'ami-3000000000000000a' }
export const PARTNER = '210987654321'

/** @param others further accounts of the config */
export const revokeWorld = async (actions = PLAN_CONFIG.actions, others: readonly Account[] = []) => {
  const world = aliasWorld({
    accounts: [...ALIAS_ACCOUNTS, ...others],
    actions: {
      ...actions,
      promote: { roles: ['operator'] },
      rollback: { roles: ['operator'] },
      revoke: {
        roles: ['operator'],
        approval: { when: [], roles: ['approver'], channel: 'ami-alerts', withinMinutes: 60 },
      },
    },
  })
  const { images, aliases, instances, clock } = world
  images.put(DESCENDANT, {
    state: 'available',
    name: 'checkout-9',
    createdAtMs: clock.nowMs(),
    tags: {},
    sourceInstanceId: 'i-checkout',
    sourceImageId: COPY.imageId,
    sourceImageRegion: 'eu-west-1',
    snapshots: [],
  })
  images.share(BAD, { ...NOBODY, accounts: [OTHER.account, PARTNER] })
  for (const place of [US, OTHER]) aliases.set(place, PROD, BAD.imageId)
  aliases.set(EU, PROD, COPY.imageId)
  aliases.set(US, DEV, GOOD.imageId)
  const run = (account: string, region: string, imageId: string, tags: Record<string, string>) =>
    instances.put({
      account,
      region,
      instanceId: `i-${account}-${imageId}-${Object.values(tags)[0] ?? ''}`,
      state: 'running',
      tags,
      image: { imageId },
    })
  run(US.account, 'us-east-1', BAD.imageId, { Team: 'payments' })
  run(OTHER.account, 'us-east-1', BAD.imageId, { Team: 'platform' })
  run(EU.account, 'eu-west-1', DESCENDANT.imageId, { Team: 'payments' })
  run(US.account, 'us-east-1', GOOD.imageId, { Team: 'payments' })

  const open = (of: object = { kind: 'revoke', image: BAD }): Promise<string> =>
    world.ask('plan', { from: of, viewId: 'V0ALIAS' })
  const submit = async (of?: object): Promise<string> => world.send(await open(of), { purpose: 'a backdoor' })
  /** Requested, approved, done. @returns the plan's id */
  const revoke = async (): Promise<string> => {
    const id = await submit()
    await world.approve(id)
    await world.run(id)
    return id
  }
  const stateOf = (image: ImageRef): string => images.stateOf(image)
  return { ...world, openRevoke: open, submitRevoke: submit, revoke, stateOf }
}
