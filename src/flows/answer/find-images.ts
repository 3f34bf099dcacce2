import type { ImageCommand } from '../../domain/command.ts'
import { accountName, type Config } from '../../domain/config.ts'
import type { ImageFacts, ImageRef } from '../../domain/image.ts'
import { isImageId } from '../../domain/pasted.ts'
import { type ImageRecord, stateOf } from '../../domain/record.ts'
import type { ImageRecords, Images, Log, Names } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'

interface Needs {
  images: Pick<Images, 'describe' | 'search'>
  ledger: ImageRecords & Names
  config: Config
  log: Log
}

export interface Found {
  found: readonly { image: ImageRef; facts: ImageFacts }[]
  /** Where was looked. */
  places: readonly { account: string; region: string }[]
  /** Where EC2 could not be asked. */
  unreachable: readonly string[]
}

/** Finds what a person typed: an id, a name, or a name with `*` and `?`, in every configured account and region that fits. */
export const findImages = async (needs: Needs, command: ImageCommand): Promise<Found> => {
  const { config, log } = needs
  const places = config.accounts
    .filter(a => command.account === undefined || a.id === command.account)
    .flatMap(a =>
      a.regions
        .filter(region => command.region === undefined || region === command.region)
        .map(region => ({ account: a.id, region })),
    )
  const unreachable: string[] = []
  const lists = await Promise.all(
    places.map(async place => {
      try {
        return await findIn(needs, place, command.target)
      } catch (error) {
        const where = `${accountName(config, place.account)} ${place.region}`
        log.warn('EC2 could not be asked for an image.', { ...place, why: String(error) })
        unreachable.push(`${where} (${error instanceof Error ? error.name : 'error'})`)
        return []
      }
    }),
  )
  return {
    found: lists.flat(),
    places,
    unreachable,
  }
}

/** What amiops remembers is a nicety beside what EC2 says. */
const readGone = async (
  { ledger, log }: Needs,
  place: { account: string; region: string },
  name: string,
): Promise<Found['found']> => {
  let records: ReadonlyMap<string, ImageRecord>
  try {
    records = await ledger.readImages(await ledger.readGone(place, name))
  } catch (error) {
    log.warn('The ledger could not be asked for images that are gone.', { ...place, why: String(error) })
    return []
  }
  const gone = [...records.values()].filter(record => stateOf(record) === 'deregistered')
  return gone.map(({ account, region, imageId, facts }) => ({
    image: { account, region, imageId },
    facts: { tags: {}, snapshots: [], ...facts, state: 'deregistered' },
  }))
}

const findIn = async (
  needs: Needs,
  { account, region }: { account: string; region: string },
  target: string,
): Promise<Found['found']> => {
  const { images } = needs
  if (isImageId(target)) return findById(needs, { account, region, imageId: target })
  const named = await images.search(account, region, target)
  if (named.length > 0 || /[*?]/.test(target)) return named
  const like = await images.search(account, region, `*${target}*`)
  const found = [...(await readGone(needs, { account, region }, target)), ...like]
  // What AWS's own pages call an image is no id that EC2 would give.
  return found.length === 0 && /^ami-[\w-]+$/.test(target)
    ? findById(needs, { account, region, imageId: target })
    : found
}

const findById = async (needs: Needs, image: ImageRef): Promise<Found['found']> => {
  const { images, ledger } = needs
  const { account, region, imageId: target } = image
  const live = (await images.describe(account, region, [target])).get(target)
  if (live) return [{ image, facts: live }]
  const record = await readImage(ledger, image)
  // Gone from EC2, but amiops kept what it knew.
  if (record.facts) return [{ image, facts: record.facts }]
  return record.lastEvent
    ? [{ image, facts: { state: record.lastEvent.state, tags: {}, snapshots: [] } }]
    : []
}
