import { readFileSync } from 'node:fs'
import { planAccounts } from '../../sandbox/organization/plan-accounts.ts'
import { writeConfig as organizationConfig } from '../../sandbox/organization/write-config.ts'
import { startWorld, type TestWorld, writeConfig } from '../support/world.ts'

/** `npm start -- --organisation 200x5`, smaller: an organization through the packaged functions. */

const SIZE = { accounts: 26, regions: 2 }
const PLACES = SIZE.accounts * SIZE.regions
const ACCOUNTS = planAccounts(SIZE.accounts)
const MINUTE = 60_000

const accountOf = (name: string) => {
  const found = ACCOUNTS.find(account => account.name === name)
  if (!found) throw new Error(`Expected an account ${name}.`)
  return found.id
}
const QUIET = accountOf('checkout-prod')

/** Images of the quiet account have a channel of their own. */
const base = readFileSync('sandbox/amiops.config.yml', 'utf8').replace(
  /^rules:$/m,
  `rules:\n  - { name: checkout, when: { account: '${QUIET}', state: available }, to: ami-alerts }`,
)

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    fleet: { organization: SIZE },
    configFile: writeConfig(organizationConfig(base, SIZE)),
    slack: { rateLimits: 'off' },
    // Whatever comes within it is one batch, also on a slow machine.
    batchingWindowMs: 20_000,
    // Forty scans at once would share one processor, and none would be answered in time.
    batchesAtOnce: 4,
  })
  // Accounts are found by the schedule, and used by the other functions within a minute.
  await world.post('/functions/schedule')
  await world.idle()
  await world.advance(2 * MINUTE)
})
afterAll(() => world.close())

const settle = async (minutes: number) => {
  for (let minute = 0; minute < minutes; minute += 1) {
    await world.advance(MINUTE)
    await world.idle()
  }
}

/** How many images the digests of a channel have counted, and how many have cards. */
const countAnnounced = async (channel: string): Promise<number> => {
  const texts = (await world.roots(channel)).map(({ text }) => text)
  const counted = texts.map(text => /^🟢 ([\d,]+) images became available/u.exec(text)?.[1])
  const cards = texts.filter(text => text.startsWith('🟢 Available: burst-')).length
  return cards + counted.reduce((sum, count) => sum + Number((count ?? '0').replaceAll(',', '')), 0)
}

test('an event of every account and region is announced, but of two accounts whose events come to nobody', async () => {
  const { count } = await world.post<{ count: number }>('/burst', { verb: 'create', account: 'all' })
  expect(count).toBe(PLACES)
  await settle(3)
  const lost = ACCOUNTS.filter(({ trouble }) => trouble === 'silent' || trouble === 'left').length
  const announced = (await countAnnounced('ami-ready')) + (await countAnnounced('ami-alerts'))
  expect(announced).toBeGreaterThanOrEqual(PLACES - lost * SIZE.regions)
})

test('an alias is set in twenty accounts by one plan', async () => {
  const [newest] = world.sandbox.ec2.fleet.images
    .filter(({ account, region }) => account === accountOf('golden-images') && region === 'us-east-1')
    .filter(({ image }) => image.Name.startsWith('golden-al2023-'))
    .sort((a, b) => (b.image.CreationDate ?? '').localeCompare(a.image.CreationDate ?? ''))
  await world.typed('maria', `promote ${newest?.image.ImageId} dev`)
  await world.submit('maria', { purpose: { purpose: 'CVE-2026-1' } })
  await settle(2)
  const parameters = await world.get<{ name: string; account: string; value: string }[]>('/parameters')
  const named = parameters
    .filter(({ name }) => name === '/golden/golden-al2023/dev')
    .map(({ value }) => world.sandbox.ec2.fleet.images.find(({ image }) => image.ImageId === value))
  expect(named.map(stored => stored?.image.Name)).toEqual(Array(20).fill(newest?.image.Name))
  expect(new Set(named.map(stored => stored?.account)).size).toBe(20)
})

const withTrouble = (trouble: string): string => ACCOUNTS.find(one => one.trouble === trouble)?.name ?? ''

test('health names the accounts that cannot be read, and says why', async () => {
  await world.post('/functions/schedule')
  await settle(2)
  const { text } = await world.ask('maria', 'health')
  expect(text).toContain(
    `1 account can’t be read, since the reader role can’t be assumed (\`AccessDenied\`): ${withTrouble('no roles')} (`,
  )
  expect(text).toMatch(
    new RegExp(`1 account of the config can’t be read, and AWS doesn’t list .*: ${withTrouble('left')} \\(`),
  )
  expect(text).toContain(
    `denied a call: ${withTrouble('denied')} in both regions (\`UnauthorizedOperation\`)`,
  )
  expect(text).toMatch(new RegExp(`didn’t answer: [^.]*${withTrouble('unresponsive')} in both regions`))
  expect(text).not.toMatch(/\.\./)
})

test('in one batch with a burst, single events of other accounts have their cards before anything of the burst is looked at', async () => {
  const loud = accountOf('payments-prod')
  const before = world.sandbox.timeline.recent().at(-1)?.id ?? 0
  await world.post('/burst', { count: 200, verb: 'create', account: loud })
  const singles = await Promise.all(
    ['us-east-1', 'eu-west-1'].map(region =>
      world.image({ account: QUIET, region, name: `single-${region}`, quiet: false }),
    ),
  )
  await settle(2)
  const since = world.sandbox.timeline.recent().filter(({ id }) => id > before)
  const looks = since.filter(
    ({ service, title, detail }) =>
      service === 'ec2' && title.startsWith('DescribeImages') && JSON.stringify(detail).includes(loud),
  )
  const firstLook = looks[0]?.id ?? 0
  for (const { imageId } of singles) {
    const post = since.find(
      ({ service, title, detail }) =>
        service === 'slack' &&
        title.startsWith('chat.postMessage') &&
        JSON.stringify(detail).includes(imageId),
    )
    expect(post?.id).toBeLessThan(firstLook)
    expect(await world.cards('ami-alerts', imageId)).toHaveLength(1)
  }
})
