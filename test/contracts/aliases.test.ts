import { readFileSync } from 'node:fs'
import type { Aliases } from '../../src/ports.ts'
import { createStillClock } from '../support/clock.ts'
import { connectEdges } from '../support/edges.ts'
import { createMemoryAliases } from '../support/memory/aliases.ts'
import { sessionForParameter } from '../support/sessions.ts'
import { startBareWorld, type TestWorld, writeConfig } from '../support/world.ts'

/** One suite for the aliases in memory and for the real calls to the sandbox's Parameter Store. */

const PLACE = { account: '123456789012', region: 'us-east-1' }
const UNKNOWN_IMAGE = 'ami-0ffffffffffffffff'

interface Stage {
  aliases: Aliases
  /** An image that the account can use. */
  image(): Promise<string>
  /** As the role terraform, outside of amiops; done once it is validated. */
  set(parameter: string, value: string, dataType?: 'text'): Promise<void>
  /** What was put is validated. */
  validate(): Promise<void>
  deny(call: 'read' | 'put'): Promise<void>
}

let count = 0
const inMemory = (): Stage => {
  const aliases = createMemoryAliases(createStillClock())
  aliases.validateLater()
  aliases.reject(UNKNOWN_IMAGE)
  const denied = Object.assign(new Error('AccessDeniedException: the permission is missing'), {
    name: 'AccessDeniedException',
  })
  return {
    aliases,
    image: async () => `ami-${(++count).toString(16).padStart(17, '0')}`,
    set: async (parameter, value, dataType) =>
      aliases.set(PLACE, parameter, value, {
        by: 'arn:aws:sts::123456789012:assumed-role/terraform/terraform',
        ...(dataType && { dataType }),
      }),
    validate: async () => void aliases.validate(),
    deny: async call => aliases.refuse(PLACE, call, denied),
  }
}

/** Of so many aliases, the policies of the roles name the folder: each test has a parameter of its own. */
const withManyAliases = (): string => {
  const more = Array.from(
    { length: 50 },
    (_, at) =>
      `      - { name: more${at}, parameter: /golden/payments-base/more${at}, in: [production/us-east-1] }`,
  )
  return writeConfig(
    readFileSync('sandbox/amiops.config.yml', 'utf8').replace(
      '    aliases:\n',
      `    aliases:\n${more.join('\n')}\n`,
    ),
  )
}

let world: TestWorld
beforeAll(async () => {
  world = await startBareWorld({ settleMs: 3_000, configFile: withManyAliases() })
})
afterAll(() => world.close())

const inSandbox = (): Stage => ({
  aliases: connectEdges(world.sandbox, { nowMs: () => Date.now() }).aliases,
  image: async () => (await world.image({ ...PLACE })).imageId,
  async set(name, value, dataType) {
    const wanted = { ...PLACE, name, value, by: 'role/terraform', ...(dataType && { dataType }) }
    await world.post('/parameters', wanted)
    await world.advance(5_000)
  },
  validate: () => world.advance(5_000),
  deny: async call =>
    world.fault({
      service: 'ssm',
      call: call === 'put' ? 'PutParameter' : 'GetParameters',
      error: 'AccessDeniedException',
      times: 1,
    }),
})

describe.each([
  ['in memory', inMemory],
  ['in the sandbox', inSandbox],
])('aliases %s', (_name, open) => {
  let stage: Stage
  let parameter: string
  beforeEach(() => {
    stage = open()
    parameter = `/golden/payments-base/a${++count}`
  })
  const read = () => stage.aliases.read(PLACE, parameter)
  const versions = (most = 10) => stage.aliases.versions(PLACE, parameter, most)

  test('what nobody has made is not there', async () => {
    expect(await read()).toBeUndefined()
    expect(await versions()).toEqual([])
  })

  test('a put is accepted at once, and read once SSM has validated it', async () => {
    const image = await stage.image()
    expect(await stage.aliases.put(sessionForParameter(PLACE, parameter), image)).toEqual({
      kind: 'accepted',
      version: 1,
    })
    expect(await read()).toBeUndefined()
    await stage.validate()
    expect(await read()).toEqual({
      value: image,
      version: 1,
      type: 'String',
      dataType: 'aws:ec2:image',
      changedAtMs: expect.any(Number),
    })
  })

  test('an image that SSM cannot describe is accepted, and the value stays', async () => {
    const image = await stage.image()
    await stage.set(parameter, image)
    expect(await stage.aliases.put(sessionForParameter(PLACE, parameter), UNKNOWN_IMAGE)).toEqual({
      kind: 'accepted',
      version: 2,
    })
    await stage.validate()
    expect(await read()).toMatchObject({ value: image, version: 1 })
    expect(await versions()).toHaveLength(1)
  })

  test('the newest versions first, each with who wrote it', async () => {
    const [first, second, third] = [await stage.image(), await stage.image(), await stage.image()]
    await stage.set(parameter, first)
    await stage.aliases.put(sessionForParameter(PLACE, parameter), second)
    await stage.validate()
    await stage.set(parameter, third)
    const all = await versions()
    expect(all.map(({ value, version }) => [value, version])).toEqual([
      [third, 3],
      [second, 2],
      [first, 1],
    ])
    expect(all[0]).toMatchObject({
      dataType: 'aws:ec2:image',
      by: 'arn:aws:sts::123456789012:assumed-role/terraform/terraform',
    })
    expect(all[1]?.by).not.toBe(all[0]?.by)
    expect((await versions(2)).map(({ version }) => version)).toEqual([3, 2])
  })

  test('a parameter of data type text cannot become an alias', async () => {
    await stage.set(parameter, 'some text', 'text')
    expect(await read()).toMatchObject({ dataType: 'text', value: 'some text' })
    const answer = await stage.aliases.put(sessionForParameter(PLACE, parameter), await stage.image())
    expect(answer).toMatchObject({ kind: 'refused', code: expect.stringMatching(/Exception$/) })
    await stage.validate()
    expect(await read()).toMatchObject({ value: 'some text', version: 1 })
  })

  test('many at once: those that there are', async () => {
    const image = await stage.image()
    const names = Array.from({ length: 12 }, (_, i) => `${parameter}-${i}`)
    for (const name of names.slice(0, 11)) await stage.set(name, image)
    const found = await stage.aliases.readAll(PLACE, names)
    expect([...found.keys()].sort()).toEqual(names.slice(0, 11).sort())
    expect(found.get(names[3] ?? '')).toMatchObject({ value: image })
  })

  test('a missing permission is an error for who reads, and a refusal for who puts', async () => {
    await stage.deny('read')
    await expect(read()).rejects.toThrow(/AccessDeniedException: .*permission/)
    await stage.deny('put')
    expect(await stage.aliases.put(sessionForParameter(PLACE, parameter), await stage.image())).toMatchObject(
      {
        kind: 'refused',
        code: 'AccessDeniedException',
      },
    )
  })
})
