import { placesIn } from '../../../src/domain/fleet.ts'
import { serve } from '../../../src/flows/serve.ts'
import { asked } from '../../support/memory/asking.ts'
import { CONFIG, createMemoryWorld, IMAGE } from '../../support/memory/world.ts'
import { scanAt } from '../../support/scanned-places.ts'

const SILENT = '100000000001'
const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1']

/** The accounts that `/ami status` counts instances in without asking them. */
const skipped = async (failed: readonly string[], isSilent: boolean) => {
  const accounts = [
    { id: IMAGE.account, regions: REGIONS },
    { id: SILENT, regions: REGIONS },
  ]
  const world = createMemoryWorld({ ...CONFIG, accounts })
  const failure = { name: 'TimeoutError', times: 2, ...(isSilent && { isSilent: true as const }) }
  for (const place of placesIn(world.config)) {
    const fails = place.account === SILENT && failed.includes(place.region)
    await world.ledger.saveScan(place, scanAt(world.clock.nowMs(), fails ? { failure } : {}))
  }
  const { running } = world.instances
  let silent: ReadonlySet<string> | undefined
  world.needs.instances = {
    ...world.instances,
    async running(image, given) {
      silent = given
      return running(image)
    },
  }
  await serve(world.needs, { ...asked(world, 'a'), kind: 'command', text: `status ${IMAGE.imageId}` })
  return [...(silent ?? ['not asked'])]
}

test.each([
  ['none of its regions answered the last scan', REGIONS, true, [SILENT]],
  ['one of its regions did', REGIONS.slice(1), true, []],
  ['all deny', REGIONS, false, []],
])(
  'where an account does not answer, a card does not wait for it: %s',
  async (_what, failed, isSilent, ids) => {
    expect(await skipped(failed, isSilent)).toEqual(ids)
  },
)
