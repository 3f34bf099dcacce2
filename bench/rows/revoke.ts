import { readFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import { startWorld, type TestWorld, writeConfig } from '../../test/support/world.ts'
import { LATENCY_MS } from '../hops/trace.ts'
import { manyAccounts, PLACES } from '../support/many-accounts.ts'
import type { Row } from '../support/row.ts'

const PROD = '/golden/payments-base/prod'
const MOST_SEC = 120
const GIVE_UP_SEC = 300
const STEP_MS = 1_000

/** The services that answer slowly, as in the other rows. */
const SLOW = [
  { service: 'dynamodb', call: '*', delayMs: LATENCY_MS.ledger },
  { service: 'ec2', call: '*', delayMs: LATENCY_MS.ec2 },
  // Not its check of the images, which a fault makes fail.
  { service: 'ssm', call: 'GetParameters', delayMs: LATENCY_MS.ec2 },
  { service: 'ssm', call: 'PutParameter', delayMs: LATENCY_MS.ec2 },
  { service: 'slack', call: '*', delayMs: LATENCY_MS.slack },
] as const

/** The sandbox's config with 20 account-regions, an alias in each of them, and a revocation that nobody else approves. */
const config = (): string => {
  const whole = parse(readFileSync('sandbox/amiops.config.yml', 'utf8'))
  const { accounts } = parse(manyAccounts())
  const prod = {
    name: 'prod',
    parameter: PROD,
    in: PLACES.map(({ account, region }) => `${account}/${region}`),
  }
  return stringify({
    ...whole,
    accounts,
    audiences: {},
    families: { 'payments-base': { name: 'payments-base-*', aliases: [prod] } },
    actions: { ...whole.actions, revoke: { roles: ['operator'] } },
    limits: { destructivePerHour: 100 },
  })
}

/** A build, with a copy in each place. @returns the image ids, by place */
const build = async (world: TestWorld, name: string): Promise<string[]> => {
  const ids: string[] = []
  for (const { account, region } of PLACES) {
    const { imageId } = await world.image({ name, quiet: true })
    const stored = world.sandbox.ec2.fleet.images.find(({ image }) => image.ImageId === imageId)
    if (!stored) throw new Error(`Expected the image ${imageId}.`)
    const [first] = ids
    const copied = { SourceInstanceId: undefined, SourceImageId: first, SourceImageRegion: PLACES[0]?.region }
    Object.assign(stored, { account, region })
    Object.assign(stored.image, { OwnerId: account, ...(first !== undefined && copied) })
    ids.push(imageId)
  }
  return ids
}

/** How many of the places launch a bad image still: by their alias, or by its id. */
const launching = async (world: TestWorld, bad: readonly string[]): Promise<number> => {
  const parameters = await world.get<{ name: string; value: string }[]>('/parameters')
  const byAlias = parameters.filter(({ name, value }) => name === PROD && bad.includes(value)).length
  const byId = world.sandbox.ec2.fleet.images.filter(
    ({ image: { ImageId = '', State } }) => bad.includes(ImageId) && State === 'available',
  ).length
  return byAlias + byId
}

/** A bad build with copies in 20 account-regions, whose alias names it in each of them. */
export const measureRevoke = async (): Promise<Row[]> => {
  const world = await startWorld({ configFile: writeConfig(config()), slack: { rateLimits: 'off' } })
  try {
    await build(world, 'payments-base-2026-11-01')
    const bad = await build(world, 'payments-base-2026-11-02')
    for (const [at, { account, region }] of PLACES.entries())
      await world.post('/parameters', { account, region, name: PROD, value: bad[at] })
    await world.advance(60_000)
    for (const slow of SLOW) world.fault({ ...slow, times: Number.MAX_SAFE_INTEGER })
    const before = await launching(world, bad)
    if (before !== 2 * PLACES.length) throw new Error(`Expected all places to launch it, got ${before}.`)
    const form = await world.typed('maria', `revoke ${bad[0]}`)
    if (!form.text.includes(`Then ${PLACES.length} images are disabled`)) throw new Error(form.text)
    await world.post('/people/maria/submit', { values: { purpose: { purpose: 'a backdoor' } } })
    let seconds = 0
    let left = before
    for (; left > 0 && seconds < GIVE_UP_SEC; seconds += STEP_MS / 1_000) {
      await world.advance(STEP_MS)
      left = await launching(world, bad)
    }
    return [
      {
        measure:
          'a bad build in 20 account-regions: from the request, without an approval, to no new launch by alias or id',
        baseline: '',
        measured: left === 0 ? `${seconds} s` : `${left} of ${before} still launch after ${seconds} s`,
        target: `≤ ${MOST_SEC} s`,
        isReached: left === 0 && seconds <= MOST_SEC,
        note: `20 aliases return, then 20 images are disabled; looked at once a second, on a clock that is moved on, with ${LATENCY_MS.ledger} ms for each call of DynamoDB, ${LATENCY_MS.ec2} ms of EC2 and Systems Manager, ${LATENCY_MS.slack} ms of Slack`,
      },
    ]
  } finally {
    await world.close()
  }
}
