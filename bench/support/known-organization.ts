import { DEFAULT_ACCOUNT } from '../../sandbox/aws/caller.ts'
import type { Fleet } from '../../sandbox/aws/ec2/fleet.ts'
import { planAccounts } from '../../sandbox/organization/plan-accounts.ts'
import { placeKey, type ScannedImage, settledMark } from '../../src/domain/fleet.ts'
import { groupBy } from '../../src/domain/group-by.ts'
import { inParallel } from '../../src/in-parallel.ts'
import type { FleetScans, Places } from '../../src/ports.ts'
import { scanAt } from '../../test/support/scanned-places.ts'

const WRITES_AT_ONCE = 8

/** Copies images of each account and region, until it has so many. */
export const fillPlaces = (fleet: Fleet, imagesEach: number): void => {
  const copies = [...groupBy(fleet.images, placeKey).values()].flatMap((stored, place) => {
    const samples = stored.filter(({ image }) => image.DeprecationTime === undefined)
    return Array.from({ length: Math.max(0, imagesEach - stored.length) }, (_, at) => {
      const sample = samples[at % samples.length]
      if (!sample) throw new Error('Expected an image to copy.')
      const number = place * imagesEach + at
      const ImageId = `ami-f${number.toString(16).padStart(16, '0')}`
      return { ...sample, image: { ...sample.image, ImageId, Name: `${sample.image.Name}-${at}` } }
    })
  })
  fleet.images = [...fleet.images, ...copies]
}

/** Writes into the ledger that a scan saw these images then, in the accounts without a trouble: a first scan writes a record for each. */
export const saveAsKnown = async (
  ledger: FleetScans & Places,
  { images }: Fleet,
  accounts: number,
  atMs: number,
): Promise<void> => {
  const sound = new Set(
    planAccounts(accounts).flatMap(({ id, trouble }) => (trouble || id === DEFAULT_ACCOUNT ? [] : id)),
  )
  const places = [...groupBy(images, placeKey).values()].filter(([first]) => sound.has(first?.account ?? ''))
  await inParallel(places, WRITES_AT_ONCE, async stored => {
    const [first] = stored
    if (!first) return
    const seen = stored.map(({ image }): [string, ScannedImage] => [
      image.ImageId,
      { mark: settledMark(image.State === 'disabled' ? 'disabled' : 'available') },
    ])
    await ledger.saveFleet(first, undefined, new Map(seen))
    await ledger.saveScan(first, scanAt(atMs))
  })
}
