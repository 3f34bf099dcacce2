import { readFileSync } from 'node:fs'
import { startWorld, type TestWorld } from '../support/world.ts'

/** The packaged functions with a config that is an object in S3, as in an installation from the template. */

const SHIPPED = readFileSync('sandbox/amiops.config.yml', 'utf8')
/** The sandbox's config, but for the channel of available images. The one in the bundles names `ami-ready`. */
const configTo = (channel: string): string => {
  const changed = SHIPPED.replace('available: ami-ready', `available: ${channel}`)
  if (!changed.includes(`available: ${channel}`)) throw new Error('Expected a channel of available images.')
  return changed
}
const BROKEN = SHIPPED.replace(/^channels:/m, 'chanels:')

let world: TestWorld

afterEach(() => world.close())

const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=AKIAANY/20261123/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0'

const upload = async (body: string): Promise<void> => {
  const url = `${world.url}/s3/amiops-sandbox/amiops.config.yml`
  const { status } = await fetch(url, { method: 'PUT', body, headers: { authorization: AUTHORIZATION } })
  expect(status).toBe(200)
}

/** Where the card of a new image is. */
const channelOfNext = async (): Promise<string[]> => {
  const { imageId } = await world.image({ quiet: false })
  const found = await Promise.all(
    ['ami-ready', 'ami-alerts'].map(async channel =>
      (await world.cards(channel, imageId)).map(() => channel),
    ),
  )
  return found.flat()
}

test('the config of S3 counts, a new one within a minute, a broken one not: the last good one stays, and health says so', async () => {
  world = await startWorld({ configInS3: configTo('ami-alerts') })
  expect(await channelOfNext()).toEqual(['ami-alerts'])

  await upload(configTo('ami-ready'))
  await world.advance(61_000)
  expect(await channelOfNext()).toEqual(['ami-ready'])
  expect((await world.ask('maria', 'health')).text).not.toContain('last good one')

  await upload(configTo('ami-alerts').replace(/^channels:/m, 'chanels:'))
  await world.advance(61_000)
  expect(await channelOfNext()).toEqual(['ami-ready'])
  const { text } = await world.ask('maria', 'health')
  expect(text).toContain('s3://amiops-sandbox/amiops.config.yml')
  expect(text).toMatch(/couldn’t be used .* ago; the last good one, .* stays in use/)
  expect(text).toMatch(/amiops\.config\.yml:\d+: chanels: expected no key/)
  const errors = world.logs.filter(line => line.includes('"level":"ERROR"'))
  expect(errors).toContainEqual(expect.stringMatching(/^events .*not taken up; the last good one stays/))

  await upload(configTo('ami-alerts'))
  await world.advance(61_000)
  expect(await channelOfNext()).toEqual(['ami-alerts'])
  expect((await world.ask('maria', 'health')).text).not.toContain('last good one')
})

test('a cold start with a broken config: a sentence in the log, the messages wait, and nothing is lost', async () => {
  world = await startWorld({ configInS3: BROKEN })
  expect(await channelOfNext()).toEqual([])
  expect(world.logs).toContainEqual(
    expect.stringMatching(/amiops cannot start:.*s3:\/\/amiops-sandbox\/amiops\.config\.yml:\d+: chanels/),
  )
  const [image] = await world.images()
  await upload(configTo('ami-alerts'))
  // The visibility timeout of the queue.
  await world.advance(362_000)
  expect(await world.cards('ami-alerts', image?.imageId ?? '')).toHaveLength(1)
})
