import { aliasWorld, build, DEV, EU, OTHER, PROD, US } from '../../support/aliases.ts'

describe('an image is promoted', () => {
  test('to the first alias of its family, in each place to its own copy; confirmed by a read', async () => {
    const world = aliasWorld()
    const id = await world.open({ kind: 'promote', image: build(1) })
    expect(world.formText()).toMatch(/web → dev/)
    expect(world.formText()).toMatch(/production · eu-west-1/)
    await world.send(id)
    expect(world.formText()).toMatch(/Promote web-1 to dev in 3 places: started/)
    await world.run(id)
    expect(await world.named(US, DEV)).toBe(build(1).imageId)
    expect(await world.named(EU, DEV)).toBe(build(1, 'eu-west-1').imageId)
    expect(await world.named(OTHER, DEV)).toBe(build(1).imageId)
    expect(world.cardOf()).toMatch(/✅ Done: promote web-1 to dev in 3 places/)
    expect(world.cardOf()).toMatch(/✅ staging · us-east-1 `not set` → `web-1` · confirmed|confirmed/)
    expect(world.cardOf()).toMatch(/Buttons: Roll back…/)
    const [entry] = await world.ledger.readAssignments(
      { ...US, family: 'web', alias: 'dev', parameter: DEV },
      5,
    )
    expect(entry).toMatchObject({
      change: 'promote',
      outcome: 'confirmed',
      version: 1,
      purpose: 'CVE-2026-1',
    })
  })

  test('to prod only after dev, and with an approval that is not the own one', async () => {
    const world = aliasWorld()
    await world.open({ kind: 'promote', image: build(1), alias: 'prod' })
    expect(world.formText()).toMatch(/dev has not named it there/)
    await world.promote(build(1), 'dev')
    const id = await world.send(await world.open({ kind: 'promote', image: build(1) }))
    expect(world.cardOf('ami-alerts')).toMatch(/Approval needed: promote web-1 to prod in 3 places/)
    await world.ask('decide-plan', { planId: id, decision: 'approve' })
    expect((await world.ledger.readPlan(id))?.state).toBe('waiting')
    await world.approve(id)
    await world.run(id)
    expect(await world.named(OTHER, PROD)).toBe(build(1).imageId)
    expect(world.cardOf('ami-alerts')).toMatch(/✅ Done.*approved by <@U0ANNA>/)
  })
})
