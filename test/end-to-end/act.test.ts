import { buttonsOf, startWorld, type TestWorld } from '../support/world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

/** A card of an image in this state, in the channel where it belongs. */
const cardOf = async (state: 'available' | 'disabled' | 'failed'): Promise<[channel: string, id: string]> => {
  const { imageId } = await world.image({ state, quiet: false })
  const channel = state === 'available' ? 'ami-ready' : 'ami-alerts'
  await world.card(channel, imageId)
  return [channel, imageId]
}
const stateOf = async (imageId: string): Promise<string | undefined> =>
  (await world.images()).find(image => image.imageId === imageId)?.state

/** What each edit of an image's cards said, in their order. */
const edits = (imageId: string): string[] =>
  world
    .moments('slack', /^chat\.update/)
    .map(m => JSON.stringify(m.detail))
    .filter(detail => detail.includes('amiops_card') && detail.includes(imageId))

describe('an operator acts from the card', () => {
  test('Disable: asked, accepted, confirmed with the name and the time, and Enable in its place', async () => {
    const [channel, imageId] = await cardOf('available')
    await world.act('maria', channel, imageId, 'disable')

    const card = await world.card(channel, imageId)
    expect(card.text).toMatch(
      /🟡 Disabled: .* By <@U0MARIA> · confirmed by AWS (within a second|after \d+ s)/,
    )
    expect(buttonsOf(card)).toEqual(['enable', 'deregister', 'more'])
    expect(await stateOf(imageId)).toBe('disabled')
    expect(world.changes(imageId)).toEqual([`DisableImage ${imageId} -> ok`])

    // CloudTrail may name who created it before the click or after it: an edit of its own.
    const steps = edits(imageId).filter(step => !step.includes('Created from an instance'))
    expect(steps[0]).toContain('⏳ Disable requested by <@U0MARIA>')
    expect(steps.join('\n')).toContain('accepted by EC2, awaiting confirmation')
    expect(steps.at(-1)).toContain('By <@U0MARIA>')
  })

  test('Enable: the card of a disabled image becomes available, in every channel that has one', async () => {
    const [channel, imageId] = await cardOf('available')
    await world.change(imageId, 'disable')
    await world.clickCard('maria', 'ami-alerts', imageId, 'enable')

    expect((await world.card('ami-alerts', imageId)).text).toContain('Enabled by <@U0MARIA>')
    expect((await world.card(channel, imageId)).text).toContain('Enabled by <@U0MARIA>')
    expect(await stateOf(imageId)).toBe('available')
  })

  test('Deregister: the card stays, without buttons that would change what is gone', async () => {
    const [channel, imageId] = await cardOf('failed')
    await world.act('maria', channel, imageId, 'deregister')

    const card = await world.card(channel, imageId)
    expect(card.text).toContain('By <@U0MARIA>')
    expect(buttonsOf(card)).toEqual(['history'])
    expect(await stateOf(imageId)).toBeUndefined()
  })

  test('an approver who is an operator too may', async () => {
    const [channel, imageId] = await cardOf('available')
    await world.act('alex', channel, imageId, 'disable')
    expect((await world.card(channel, imageId)).text).toContain('By <@U0ALEX>')
  })

  test('the thread tells who did it, once, without calling anybody', async () => {
    const [, imageId] = await cardOf('disabled')
    await world.clickCard('maria', 'ami-alerts', imageId, 'enable')
    const lines = (await world.card('ami-ready', imageId)).text
    expect(lines).not.toContain('nobody asked')
    expect(JSON.stringify((await world.card('ami-ready', imageId)).replies)).not.toContain('<!subteam')
  })
})

describe('somebody without the right', () => {
  test('sam is told privately who may; card and image stay as they are', async () => {
    const [channel, imageId] = await cardOf('available')
    const before = (await world.card(channel, imageId)).text
    await world.act('sam', channel, imageId, 'disable')

    const answer = await world.form('sam')
    expect(answer?.submit).toBeUndefined()
    expect(answer?.text).toContain('You don’t have permission to')
    expect(answer?.text).toContain('<!subteam^S0OPERATORS>')
    expect(answer?.text).toContain(imageId)
    expect((await world.card(channel, imageId)).text).toBe(before)
    expect(world.changes(imageId)).toEqual([])
    expect(world.moments('ec2', new RegExp(`Image ${imageId} \\(dry run\\)`))).toEqual([])
  })

  test('a guest through Slack Connect is refused, whatever group they might be put in', async () => {
    await world.post('/channels', { name: 'shared-with-them', is_ext_shared: true })
    const [channel, imageId] = await cardOf('available')
    const before = (await world.card(channel, imageId)).text
    await world.act('guest', channel, imageId, 'disable').catch(async () => {
      throw new Error(`Expected guest to reach ${channel}.`)
    })
    const answer = await world.form('guest')
    expect(answer?.text).toContain('external (Slack Connect) users can’t manage images')
    expect((await world.card(channel, imageId)).text).toBe(before)
    expect(world.changes(imageId)).toEqual([])
  })
})

describe('the same thing twice', () => {
  test('a button whose state is gone changes nothing, refreshes the card and tells the person', async () => {
    const [channel, imageId] = await cardOf('available')
    // Somebody outside Slack is faster, and AWS's event of it gets lost.
    world.fault({ service: 'eventbridge', call: 'PutEvents', drop: true })
    await world.change(imageId, 'disable')
    expect((await world.card(channel, imageId)).text).toContain('🟢 Available')

    await world.act('maria', channel, imageId, 'disable')
    expect(world.changes(imageId)).toEqual([])
    const card = await world.card(channel, imageId)
    expect(card.text).toContain('🟡 Disabled')
    expect(buttonsOf(card)).toEqual(['enable', 'deregister', 'more'])
    expect((await world.form('maria'))?.text).toMatch(/is already disabled\. Nothing was changed/)
  })

  test('a double click opens two forms; sent one after the other they are one change in EC2', async () => {
    const [channel, imageId] = await cardOf('available')
    const { ts } = await world.card(channel, imageId)
    const click = { channel, ts, action_id: 'disable' }
    await Promise.all([world.click('maria', click), world.click('maria', click)])
    await world.submit('maria')
    await world.submit('maria').catch(() => {})
    expect(world.changes(imageId)).toHaveLength(1)
    expect((await world.card(channel, imageId)).text).toContain('By <@U0MARIA>')
  })

  test('two people at once are one change, and the slower one is told', async () => {
    const [channel, imageId] = await cardOf('available')
    for (const person of ['maria', 'alex']) await world.openForm(person, channel, imageId, 'disable')
    await Promise.all([world.submit('maria'), world.submit('alex')])
    expect(world.changes(imageId)).toHaveLength(1)
    const forms = [await world.form('maria'), await world.form('alex')].map(form => form?.text ?? '')
    expect(forms.filter(text => /still in progress|was not disabled/.test(text))).toHaveLength(1)
    expect(forms.filter(text => /was disabled/.test(text))).toHaveLength(1)
  })

  test('the same signed request sent again has no second effect', async () => {
    const [channel, imageId] = await cardOf('available')
    await world.act('maria', channel, imageId, 'disable')
    expect(await world.post('/again')).toEqual({ status: 200 })
    await world.idle()
    await world.change(imageId, 'enable')
    await world.post('/again')
    await world.idle()
    expect(world.changes(imageId)).toEqual([`DisableImage ${imageId} -> ok`])
    expect(await stateOf(imageId)).toBe('available')
  })
})
