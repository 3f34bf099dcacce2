import { NOBODY } from '../../../src/domain/sharing.ts'
import { serve } from '../../../src/flows/serve.ts'
import { changeImage } from '../../../src/stored/change-image.ts'
import { type AskedWorld, asked, worldWith } from '../../support/memory/asking.ts'
import { IMAGE } from '../../support/memory/world.ts'

/** A change that was typed with a name that several images have. */

const ref = (number: number) => ({ ...IMAGE, imageId: `ami-${String(number).repeat(17)}` })

const threeOf = (): AskedWorld => {
  const world = worldWith({ share: { roles: ['operator'] } })
  world.images.remove(IMAGE)
  for (const number of [1, 2, 3])
    world.images.put(ref(number), { state: 'available', name: `web-${number}`, tags: {}, snapshots: [] })
  return world
}

const savePermissions = async (world: AskedWorld, number: number): Promise<void> => {
  await changeImage(world.ledger, ref(number), record => ({
    ...record,
    savedPermissions: { ...NOBODY, accounts: ['210987654321'] },
  }))
}

const formFor = async (world: AskedWorld, text: string): Promise<string> => {
  await serve(world.needs, { ...asked(world, text), kind: 'command', command: '/ami', text, viewId: 'V1' })
  return JSON.stringify(world.messenger.forms('V1').at(-1))
}

describe('/ami share', () => {
  test('offers the images whose removed permissions are saved, and no other', async () => {
    const world = threeOf()
    await savePermissions(world, 1)
    await savePermissions(world, 3)
    const form = await formFor(world, 'share web')
    expect(form).toMatch(/Which image\?\* 2 match/)
    expect(form).toMatch(/web-1.*web-3|web-3.*web-1/)
    expect(form).not.toContain('web-2')
  })

  test('one of them is left: its form opens', async () => {
    const world = threeOf()
    await savePermissions(world, 2)
    expect(await formFor(world, 'share web')).toMatch(/Re-share.*web-2/)
  })

  test('none of them: says why, and offers nothing', async () => {
    const form = await formFor(threeOf(), 'share web')
    expect(form).toMatch(/Nothing to re-share.\* 3 images match, none is available with launch permissions/)
    expect(form).not.toContain('Choose')
  })
})
