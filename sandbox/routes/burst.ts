import { Hono } from 'hono'
import * as v from 'valibot'
import { DEFAULT_ACCOUNT } from '../aws/caller.ts'
import type { Ec2 } from '../aws/ec2/ec2.ts'
import { isPresent, type StoredImage } from '../aws/ec2/fleet.ts'
import { addFromOutside } from '../aws/ec2/outside/add-image.ts'
import { changeFromOutside } from '../aws/ec2/outside/change-image.ts'
import type { Clock } from '../kernel/clock.ts'
import { readBody } from './body.ts'

const BurstSchema = v.strictObject({
  /** How many; once in each account and region when left out. A thousand events are more than a worst day brings, and what the
   * timeline can still hold. */
  count: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000))),
  verb: v.picklist(['create', 'fail', 'enable', 'disable', 'deregister']),
  /** `all` for every account and region that the fleet lies in. */
  account: v.optional(v.union([v.literal('all'), v.pipe(v.string(), v.regex(/^\d{12}$/))]), DEFAULT_ACCOUNT),
})
type Burst = v.InferOutput<typeof BurstSchema>

interface Place {
  account: string
  region: string
}

const placesOf = (ec2: Ec2, account: string): Place[] => {
  const ofFleet = ec2.fleet.images.map(stored => `${stored.account}/${stored.region}`)
  const places = [...new Set(ofFleet)].sort().map(place => {
    const [ofAccount = '', region = ''] = place.split('/')
    return { account: ofAccount, region }
  })
  const wanted = places.filter(place => account === 'all' || place.account === account)
  const otherwise = account === 'all' ? DEFAULT_ACCOUNT : account
  return wanted.length > 0 ? wanted : [{ account: otherwise, region: 'us-east-1' }]
}

const fits = (stored: StoredImage, { verb, account }: Burst): boolean => {
  const { State, DeregistrationProtection = 'disabled' } = stored.image
  if (!isPresent(stored) || (account !== 'all' && stored.account !== account)) return false
  if (verb === 'enable') return State === 'disabled'
  if (verb === 'disable') return State === 'available'
  return State !== 'pending' && DeregistrationProtection === 'disabled'
}

const isIn =
  ({ account, region }: Place) =>
  (stored: StoredImage): boolean =>
    stored.account === account && stored.region === region

/** The images that a verb changes, and where some have to be made first. */
const chooseImages = (
  fitting: readonly StoredImage[],
  places: readonly Place[],
  count: number | undefined,
): { there: readonly StoredImage[]; lacking: readonly Place[] } => {
  if (count === undefined) {
    const there = places.map(place => fitting.find(isIn(place)))
    return { there: there.flatMap(one => one ?? []), lacking: places.filter((_, at) => !there[at]) }
  }
  const there = fitting.slice(0, count)
  return { there, lacking: inTurn(places, count).slice(there.length) }
}

/** So many places, each in turn. */
const inTurn = (places: readonly Place[], count = places.length): Place[] =>
  Array.from({ length: count }, (_, at) => places[at % places.length] ?? []).flat()

/** New images where the verb makes some; else images that fit it, made quietly where the fleet has too few. */
const runBurst = (ec2: Ec2, burst: Burst, nowMs: number): string[] => {
  const { count, verb } = burst
  const places = placesOf(ec2, burst.account)
  const stamp = new Date(nowMs).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
  const add = (place: Place, more: { fail?: boolean; quiet?: boolean; state?: 'disabled' }) => {
    const name = `burst-${stamp}-${ec2.fleet.images.length}`
    return addFromOutside(ec2, { ...place, name, tags: [{ Key: 'Burst', Value: stamp }], ...more }, nowMs)
  }
  if (verb === 'create' || verb === 'fail') {
    return inTurn(places, count).map(place => add(place, { fail: verb === 'fail' }).image.ImageId)
  }
  const fitting = ec2.fleet.images.filter(stored => fits(stored, burst))
  const { there, lacking } = chooseImages(fitting, places, count)
  const made = lacking.map(place =>
    add(place, { quiet: true, ...(verb === 'enable' && { state: 'disabled' as const }) }),
  )
  const imageIds = [...there, ...made].map(({ image }) => image.ImageId)
  for (const imageId of imageIds) changeFromOutside(ec2, imageId, verb, {}, nowMs)
  return imageIds
}

/** Many changes at once, as a pipeline or a clean-up makes them. */
export const createBurstRoutes = (ec2: Ec2, clock: Clock): Hono => {
  const app = new Hono()
  app.post('/', async c => {
    const read = await readBody(c, BurstSchema)
    if (!read.ok) return read.answer
    const imageIds = runBurst(ec2, read.body, clock.nowMs())
    return c.json({ count: imageIds.length, imageIds }, 201)
  })
  return app
}
