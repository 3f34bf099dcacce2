import type { AccountRegion } from '../../domain/alias.ts'
import { memberOf } from '../../domain/builds.ts'
import type { Config } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import type { ImageFacts } from '../../domain/image.ts'
import type { FleetPart } from '../../domain/reading.ts'
import { allOf } from '../../in-parallel.ts'
import type { Clock, Images, Instances, Log } from '../../ports.ts'

export interface FleetPlaceNeeds {
  instances: Pick<Instances, 'list'>
  images: Pick<Images, 'listPage'>
  config: Config
  clock: Clock
  log: Log
}

type What = FleetPart['unread'][number]['what']

class OutOfTime extends Error {
  override name = 'TimeoutError'
}

/**
 * Reads the instances of an account and region and the images of its families, both at the same time. Never throws: a list that cannot be
 * read has the reason in its place. No read begins after `untilMs`.
 */
export const readFleetPlace = async (
  needs: FleetPlaceNeeds,
  place: AccountRegion,
  untilMs: number,
): Promise<FleetPart> => {
  const { clock, log } = needs
  const unread: { what: What; why: string }[] = []
  const trying = async <T>(what: What, read: () => Promise<T[]>): Promise<T[]> => {
    try {
      if (clock.nowMs() > untilMs) throw new OutOfTime('there was no time left')
      return await read()
    } catch (error) {
      log.warn('A part of the fleet could not be read.', { what, ...place, why: String(error) })
      unread.push({ what, why: errorName(error) })
      return []
    }
  }
  const [uses, images] = await allOf([
    trying('instances', () => listUses(needs, place)),
    trying('images', () => listMembers(needs, place, untilMs)),
  ])
  return { kind: 'fleet', uses, images, unread }
}

/** Keeps only the tags that may name the owner: nothing else needs them. */
const listUses = async (
  { instances, config }: FleetPlaceNeeds,
  { account, region }: AccountRegion,
): Promise<FleetPart['uses'][number][]> => {
  const { ownerTags } = config.fleet
  return (await instances.list(account, region)).map(({ account: _own, region: _its, tags, ...use }) => ({
    ...use,
    tags: Object.fromEntries(
      ownerTags.flatMap(key => (Object.hasOwn(tags, key) ? [[key, tags[key] ?? '']] : [])),
    ),
  }))
}

/** What an instance was launched from, of which the image was made. */
const builtOn = (
  region: string,
  { sourceInstanceId, sourceImageId, sourceImageRegion = region }: ImageFacts,
): { builtOn?: string } =>
  sourceInstanceId && sourceImageId ? { builtOn: `${sourceImageRegion}/${sourceImageId}` } : {}

const listMembers = async (
  { images, config, clock }: FleetPlaceNeeds,
  { account, region }: AccountRegion,
  untilMs: number,
): Promise<FleetPart['images'][number][]> => {
  const members: FleetPart['images'][number][] = []
  let from: string | undefined
  do {
    const page = await images.listPage(account, region, from)
    for (const { image, facts } of page.images) {
      const member = memberOf(image, facts, config)
      if (!member) continue
      const { account: _own, region: _its, ...rest } = member
      members.push({ ...rest, ...builtOn(region, facts) })
    }
    from = page.next
    if (from !== undefined && clock.nowMs() > untilMs) throw new OutOfTime('there was no time for all pages')
  } while (from !== undefined)
  return members
}
