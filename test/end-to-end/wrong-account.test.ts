import { readFileSync } from 'node:fs'
import { startWorld, type TestWorld, writeConfig } from '../support/world.ts'

/** The config names an account, without a role, that the functions' credentials do not belong to. */

let world: TestWorld

beforeAll(async () => {
  const yaml = readFileSync('sandbox/amiops.config.yml', 'utf8')
  world = await startWorld({
    configFile: writeConfig(yaml.replace("id: '123456789012'", "id: '999999999999'")),
  })
})
afterAll(() => world.close())

const runSchedule = async (): Promise<void> => {
  await world.post('/functions/schedule')
  await world.idle()
}

test('images of the real account get their own cards and no phantoms, and the config’s fault is told', async () => {
  const { imageId } = await world.image({ quiet: false })
  for (let run = 0; run < 3; run++) await runSchedule()
  expect(await world.cards('ami-ready', imageId)).toHaveLength(1)
  const alerts = (await world.roots('ami-alerts')).map(({ text }) => text)
  expect(alerts).toEqual([expect.stringMatching(/999999999999.*123456789012/)])
  expect(world.logs.join('\n')).toContain('names account 999999999999 (production) without a role')
})

test('a search finds no image of another account, and says why', async () => {
  const { imageId } = await world.image({ quiet: false })
  const answer = await world.ask('maria', `status ${imageId}`)
  expect(answer.text).not.toContain('Available')
  expect(JSON.stringify(answer.blocks)).toContain('WrongAccount')
})
