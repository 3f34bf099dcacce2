import type { AliasRule } from '../../../src/domain/alias.ts'
import type { ScanResults } from '../../../src/domain/scan-results.ts'
import { aliasWorld, build, DEV, EU, OTHER, US } from '../../support/aliases.ts'
import { MINUTE } from '../../support/memory/world.ts'

/** What an alias wants of Amazon Inspector's scan of a build. */

const DAY_MS = 24 * 60 * MINUTE
const ask = { kind: 'promote' as const, image: build(1) }

const scanWorld = (gates: AliasRule['gates']) =>
  aliasWorld({
    families: {
      web: { name: ['web-*'], aliases: [{ name: 'dev', parameter: DEV, in: [US, EU, OTHER], gates }] },
    },
  })
type World = ReturnType<typeof scanWorld>

const critical = (world: World, days: number): ScanResults => ({
  scannedAtMs: world.clock.nowMs(),
  highest: 'critical',
  fixSinceMs: { critical: world.clock.nowMs() - days * DAY_MS },
})
const namedIn = (world: World) => Promise.all([US, EU, OTHER].map(place => world.named(place, DEV)))

test('a build whose critical finding has had a fix for nine days is held back in each place; nothing is set', async () => {
  const world = scanWorld({ maxDaysWithCritical: 7 })
  world.put(1, { scan: critical(world, 9) })
  const id = await world.open(ask)
  expect(
    world
      .formText()
      .match(
        /⚠️ \w+ · [\w-]+: it has a critical finding whose fix has been available since [\d-]+, and dev allows 7 days/g,
      ),
  ).toHaveLength(3)
  await world.send(id)
  expect(world.formText()).toContain('Nothing can be set as it is')
  expect(await namedIn(world)).toEqual([undefined, undefined, undefined])
})

test('with a reason it can be overridden; the plan says what was', async () => {
  const world = scanWorld({ maxDaysWithCritical: 7 })
  world.put(1, { scan: critical(world, 9) })
  const first = await world.send(await world.open(ask), {
    overrides: true,
    purpose: 'not reachable from outside',
  })
  const id = await world.send(first, { overrides: true, purpose: 'not reachable from outside' })
  // A day later: what was overridden is still the same.
  await world.run(id)
  expect(await world.named(US, DEV)).toBe(build(1).imageId)
  expect((await world.ledger.readPlan(id))?.alias?.overridden?.[0]).toMatch(/^it has a critical finding/)
})

test('a build that was not scanned is promoted with a warning', async () => {
  const world = scanWorld({ maxDaysWithCritical: 7 })
  const id = await world.open(ask)
  // The same is unknown everywhere: it is said once.
  expect(world.formText()).toMatch(
    /➡️ production · us-east-1\\n➡️[^❔]*All 3 places · ❔ not scanned by Amazon Inspector: whether it has critical findings is unknown(?!.*❔)/,
  )
  await world.run(await world.send(id))
  expect(await world.named(OTHER, DEV)).toBe(build(1).imageId)
})

test('a build that was not scanned is held back where a scan is required; a scan without findings is enough', async () => {
  const world = scanWorld({ scanRequired: true })
  await world.open(ask)
  expect(
    world.formText().match(/⚠️ [^:]*: Amazon Inspector has not scanned it, and dev requires a scan/g),
  ).toHaveLength(3)
  world.put(1, { scan: { scannedAtMs: world.clock.nowMs(), fixSinceMs: {} } })
  await world.promote(build(1), 'dev')
  expect(await world.named(EU, DEV)).toBe(build(1, 'eu-west-1').imageId)
})

test('a scan between the form and the change counts: it is refused right before', async () => {
  const world = scanWorld({ maxDaysWithCritical: 7 })
  world.put(1, { scan: { scannedAtMs: world.clock.nowMs(), fixSinceMs: {} } })
  const id = await world.send(await world.open(ask))
  world.put(1, { scan: critical(world, 9) })
  await world.run(id)
  expect(new Set(Object.values(await world.statesOf(id)))).toEqual(new Set(['refused']))
  expect(world.cardOf()).toMatch(/web-1: it has a critical finding whose fix has been available since/)
  expect(await namedIn(world)).toEqual([undefined, undefined, undefined])
})
