import { accountName, type Config } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import type { ImageRef } from '../../domain/image.ts'
import type { Finding, InstancesByAccount } from '../../domain/impact.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Instances } from '../../ports.ts'

const PLACES_AT_ONCE = 16

interface Needs {
  instances: Pick<Instances, 'list'>
  config: Config
}

/** Counts the instances of every image in these regions: a list for each account and region. */
export const countInstances = async (
  { instances, config }: Needs,
  regions: ReadonlySet<string>,
): Promise<(image: ImageRef) => Finding<InstancesByAccount>> => {
  const running = new Map<string, Map<string, number>>()
  const unread = new Map<string, { account: string; why: string }[]>()
  const places = config.accounts.flatMap(({ id, regions: own }) =>
    own.filter(region => regions.has(region)).map(region => ({ account: id, region })),
  )
  await inParallel(places, PLACES_AT_ONCE, async ({ account, region }) => {
    try {
      for (const { image } of await instances.list(account, region)) {
        const key = `${region}/${image.imageId}`
        const ofImage = running.get(key) ?? new Map<string, number>()
        ofImage.set(account, (ofImage.get(account) ?? 0) + 1)
        running.set(key, ofImage)
      }
    } catch (error) {
      const why = errorName(error)
      unread.set(region, [...(unread.get(region) ?? []), { account, why }])
    }
  })
  return ({ account: own, region, imageId }) => {
    const found = [...(running.get(`${region}/${imageId}`) ?? [])].filter(([account]) => account !== own)
    const silent = (unread.get(region) ?? []).filter(({ account }) => account !== own)
    return {
      known: true,
      value: {
        asked: places.filter(place => place.region === region && place.account !== own).length,
        running: found.map(([account, count]) => ({ name: accountName(config, account), instances: count })),
        unread: silent.map(({ account, why }) => ({ name: accountName(config, account), why })),
      },
    }
  }
}
