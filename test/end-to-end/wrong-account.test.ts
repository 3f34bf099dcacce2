import { readFileSync } from 'node:fs'
import { startWorld, type TestWorld, writeConfig } from '../support/world.ts'

/** The config names an account, without a role, that the functions' credentials do not belong to. */

let town: TestWorld

beforeAll(async () => {
  const yaml = readFileSync('sandbox/amiops.config.yml', 'utf8')
  town = await startWorld({
    configFile: writeConfig(yaml.replace("id: '123456789012'", "id: '999999999999'")),
  })
})
afterAll(() => town.close())

const runSchedule = async (): Promise<void> => {
  await town.post('/functions/schedule')
  await town.idle()
}

test('images of the real account get their own cards and no phantoms, and the config’s fault is told', async () => {
  const { imageId } = await town.image({ quiet: false })
  for (let run = 0; run < 3; run++) await runSchedule()
  expect(await town.cards('ami-ready', imageId)).toHaveLength(1)
  const alerts = (await town.roots('ami-alerts')).map(({ text }) => text)
  expect(alerts).toEqual([expect.stringMatching(/999999999999.*123456789012/)])
  expect(town.logs.join('\n')).toContain('names account 999999999999 (production) without a role')
})

test('a search finds no image of another account, and says why', async () => {
  const { imageId } = await town.image({ quiet: false })
  const answer = await town.ask('maria', `status ${imageId}`)
  expect(answer.text).not.toContain('Available')
  expect(JSON.stringify(answer.blocks)).toContain('WrongAccount')
})
