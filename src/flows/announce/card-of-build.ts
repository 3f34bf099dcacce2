import { copyOf } from '../../domain/builds.ts'
import type { Config } from '../../domain/config.ts'
import { type ImageRef, imageKey, parseImageKey } from '../../domain/image.ts'
import type { Card, ImageRecord } from '../../domain/record.ts'
import { withCard } from '../../domain/record-cards.ts'
import { mayShareCard, withSharedCard } from '../../domain/shared-cards.ts'
import type { Delivery, ImageRecords, Posts } from '../../ports.ts'
import { changeRecord, readImage } from '../../stored/change-image.ts'

interface Needs {
  ledger: ImageRecords & Posts
  config: Config
}

type Delivered = Extract<Delivery, { kind: 'delivered' }>

/** A card that only this image may post: its own, where another image of its build has posted the build's, or after a card was deleted. */
export const ownCardKey = (record: ImageRecord, channel: string): string =>
  `card/${imageKey(record)}/${channel}/${record.lostCardTs?.[channel] ?? 'first'}`

/** One card for each build and channel: the first of its images to be announced posts it. */
const buildCardKey = (build: string, channel: string): string => `card/${build}/${channel}`

const inRegion = ({ region, imageId }: Pick<ImageRef, 'region' | 'imageId'>): string => `${region}/${imageId}`

/** The keys that follow from the record alone, without looking up what the image is a copy of. */
export const cardKeysOf = (record: ImageRecord, channel: string): string[] => {
  const source = record.facts && copyOf(record, record.facts)
  const builds = [inRegion(record), ...(source === undefined ? [] : [source])]
  return [ownCardKey(record, channel), ...builds.map(build => buildCardKey(build, channel))]
}

/** Copies of copies of copies. */
const LONGEST_CHAIN = 4

/** What an image is a copy of, and what that is a copy of, as far as the ledger knows; `region/imageId`. */
const findOrigins = async ({ ledger, config }: Needs, record: ImageRecord): Promise<string[]> => {
  const chain: string[] = []
  let source = record.facts && copyOf(record, record.facts)
  while (source !== undefined && !chain.includes(source) && chain.length < LONGEST_CHAIN) {
    chain.push(source)
    const [region = '', imageId = ''] = source.split('/')
    // The account is not known: an id is unique within its region.
    const accounts = new Set([record.account, ...config.accounts.map(({ id }) => id)])
    const records = await ledger.readImages([...accounts].map(account => ({ account, region, imageId })))
    const known = [...records.values()].find(({ facts }) => facts !== undefined)
    source = known?.facts && copyOf(known, known.facts)
  }
  return chain
}

/**
 * The key of the card that an image without one posts, or finds posted. It is the same for every image of a build and for every event of
 * an image, so there is one card, whichever event comes first and wherever a function ends.
 */
export const cardKeyOf = async (needs: Needs, record: ImageRecord, channel: string): Promise<string> => {
  const own = ownCardKey(record, channel)
  if (record.lostCardTs?.[channel] !== undefined) return own
  const origins = await findOrigins(needs, record)
  const builds = [inRegion(record), ...origins].map(build => buildCardKey(build, channel))
  const [first = own] = builds
  if (builds.length === 1) return first
  const begun = await needs.ledger.readPosts([own, ...builds])
  return [own, ...builds].find(key => begun.has(key)) ?? builds.at(-1) ?? own
}

/** Whether a posted card is that of another image. */
export const isOfAnother = ({ payload }: Delivered, record: ImageRecord): boolean =>
  payload?.image !== undefined && payload.image !== imageKey(record)

/**
 * Makes a new image a row of the card that another image of its build has posted.
 *
 * @returns the record, which names that card; undefined where the image needs a card of its own
 */
export const shareCard = async (
  needs: Needs,
  record: ImageRecord,
  channel: string,
  posted: Delivered,
): Promise<ImageRecord | undefined> => {
  const { ledger } = needs
  const image = parseImageKey(posted.payload?.image)
  if (!image || (await ledger.readPosts([ownCardKey(record, channel)])).size > 0) return undefined
  const owner = await withPostedCard(ledger, await readImage(ledger, image), channel, posted)
  const isStanding = owner.cards.some(card => card.channel === channel)
  if (!isStanding || !mayShareCard(record, owner)) return undefined
  const { record: shared } = await changeRecord(ledger, record, now => withSharedCard(now, channel, image))
  return shared
}

/** The owner's record with its card, also if the function that posted the card ended before it could save that. */
const withPostedCard = async (
  ledger: ImageRecords,
  owner: ImageRecord,
  channel: string,
  { channelId, ts, payload }: Delivered,
): Promise<ImageRecord> => {
  const isKnown = owner.lostCardTs?.[channel] === ts || owner.cards.some(card => card.channel === channel)
  if (isKnown) return owner
  const { event, called, rule = '' } = payload ?? {}
  const card: Card = {
    channel,
    channelId,
    ts,
    shownRev: 0,
    ...(event !== undefined && { postedFor: event }),
    ...(called !== undefined && { mention: { who: called.split(' '), rule } }),
  }
  return (await changeRecord(ledger, owner, now => withCard(now, card))).record
}
