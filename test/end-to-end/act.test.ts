import { buttonsOf, startWorld, type TestWorld } from '../support/world.ts'

let town: TestWorld

beforeAll(async () => {
  town = await startWorld()
})
afterAll(() => town.close())

/** A card of an image in this state, in the channel where it belongs. */
const cardOf = async (state: 'available' | 'disabled' | 'failed'): Promise<[channel: string, id: string]> => {
  const { imageId } = await town.image({ state, quiet: false })
  const channel = state === 'available' ? 'ami-ready' : 'ami-alerts'
  await town.card(channel, imageId)
  return [channel, imageId]
}
const stateOf = async (imageId: string): Promise<string | undefined> =>
  (await town.images()).find(image => image.imageId === imageId)?.state

/** What each edit of an image's cards said, in their order. */
const edits = (imageId: string): string[] =>
  town
    .moments('slack', /^chat\.update/)
    .map(m => JSON.stringify(m.detail))
    .filter(detail => detail.includes(imageId))

describe('an operator acts from the card', () => {
  test('Disable: asked, accepted, confirmed with the name and the time, and Enable in its place', async () => {
    const [channel, imageId] = await cardOf('available')
    await town.act('maria', channel, imageId, 'disable')

    const card = await town.card(channel, imageId)
    expect(card.text).toMatch(
      /🟡 Disabled: .* Disabled by <@U0MARIA> · confirmed by AWS after (under a second|\d+ s)/,
    )
    expect(buttonsOf(card)).toEqual(['enable', 'deregister', 'more'])
    expect(await stateOf(imageId)).toBe('disabled')
    expect(town.changes(imageId)).toEqual([`DisableImage ${imageId} -> ok`])

    const steps = edits(imageId)
    expect(steps[0]).toContain('⏳ Disable requested by <@U0MARIA>')
    expect(steps.join('\n')).toContain('accepted by EC2, awaiting confirmation')
    expect(steps.at(-1)).toContain('Disabled by <@U0MARIA>')
  })

  test('Enable: the card of a disabled image becomes available, in every channel that has one', async () => {
    const [channel, imageId] = await cardOf('available')
    await town.change(imageId, 'disable')
    await town.clickCard('maria', 'ami-alerts', imageId, 'enable')

    expect((await town.card('ami-alerts', imageId)).text).toContain('Enabled by <@U0MARIA>')
    expect((await town.card(channel, imageId)).text).toContain('Enabled by <@U0MARIA>')
    expect(await stateOf(imageId)).toBe('available')
  })

  test('Deregister: the card stays, without buttons that would change what is gone', async () => {
    const [channel, imageId] = await cardOf('failed')
    await town.act('maria', channel, imageId, 'deregister')

    const card = await town.card(channel, imageId)
    expect(card.text).toContain('Deregistered by <@U0MARIA>')
    expect(buttonsOf(card)).toEqual(['history'])
    expect(await stateOf(imageId)).toBeUndefined()
  })

  test('an approver who is an operator too may', async () => {
    const [channel, imageId] = await cardOf('available')
    await town.act('alex', channel, imageId, 'disable')
    expect((await town.card(channel, imageId)).text).toContain('Disabled by <@U0ALEX>')
  })

  test('the thread tells who did it, once, without calling anybody', async () => {
    const [, imageId] = await cardOf('disabled')
    await town.clickCard('maria', 'ami-alerts', imageId, 'enable')
    const lines = (await town.card('ami-ready', imageId)).text
    expect(lines).not.toContain('nobody asked')
    expect(JSON.stringify((await town.card('ami-ready', imageId)).replies)).not.toContain('<!subteam')
  })
})

describe('somebody without the right', () => {
  test('sam is told privately who may; card and image stay as they are', async () => {
    const [channel, imageId] = await cardOf('available')
    const before = (await town.card(channel, imageId)).text
    await town.act('sam', channel, imageId, 'disable')

    const answer = await town.form('sam')
    expect(answer?.submit).toBeUndefined()
    expect(answer?.text).toContain('You don’t have permission to')
    expect(answer?.text).toContain('<!subteam^S0OPERATORS>')
    expect(answer?.text).toContain(imageId)
    expect((await town.card(channel, imageId)).text).toBe(before)
    expect(town.changes(imageId)).toEqual([])
    expect(town.moments('ec2', new RegExp(`Image ${imageId} \\(dry run\\)`))).toEqual([])
  })

  test('a guest through Slack Connect is refused, whatever group they might be put in', async () => {
    await town.post('/channels', { name: 'shared-with-them', is_ext_shared: true })
    const [channel, imageId] = await cardOf('available')
    const before = (await town.card(channel, imageId)).text
    await town.act('guest', channel, imageId, 'disable').catch(async () => {
      throw new Error(`Expected guest to reach ${channel}.`)
    })
    const answer = await town.form('guest')
    expect(answer?.text).toContain('external (Slack Connect) users can’t manage images')
    expect((await town.card(channel, imageId)).text).toBe(before)
    expect(town.changes(imageId)).toEqual([])
  })
})

describe('the same thing twice', () => {
  test('a button whose state is gone changes nothing, refreshes the card and tells the person', async () => {
    const [channel, imageId] = await cardOf('available')
    // Somebody outside Slack is faster, and AWS's event of it gets lost.
    town.fault({ service: 'eventbridge', call: 'PutEvents', drop: true })
    await town.change(imageId, 'disable')
    expect((await town.card(channel, imageId)).text).toContain('🟢 Available')

    await town.act('maria', channel, imageId, 'disable')
    expect(town.changes(imageId)).toEqual([])
    const card = await town.card(channel, imageId)
    expect(card.text).toContain('🟡 Disabled')
    expect(buttonsOf(card)).toEqual(['enable', 'deregister', 'more'])
    expect((await town.form('maria'))?.text).toMatch(/was not disabled: it is 🟡 Disabled now/)
  })

  test('a double click opens two forms; sent one after the other they are one change in EC2', async () => {
    const [channel, imageId] = await cardOf('available')
    const { ts } = await town.card(channel, imageId)
    const click = { channel, ts, action_id: 'disable' }
    await Promise.all([town.click('maria', click), town.click('maria', click)])
    await town.submit('maria')
    await town.submit('maria').catch(() => {})
    expect(town.changes(imageId)).toHaveLength(1)
    expect((await town.card(channel, imageId)).text).toContain('Disabled by <@U0MARIA>')
  })

  test('two people at once are one change, and the slower one is told', async () => {
    const [channel, imageId] = await cardOf('available')
    for (const person of ['maria', 'alex']) await town.openForm(person, channel, imageId, 'disable')
    await Promise.all([town.submit('maria'), town.submit('alex')])
    expect(town.changes(imageId)).toHaveLength(1)
    const forms = [await town.form('maria'), await town.form('alex')].map(form => form?.text ?? '')
    expect(forms.filter(text => /still in progress|was not disabled/.test(text))).toHaveLength(1)
    expect(forms.filter(text => /was disabled/.test(text))).toHaveLength(1)
  })

  test('the same signed request sent again has no second effect', async () => {
    const [channel, imageId] = await cardOf('available')
    await town.act('maria', channel, imageId, 'disable')
    expect(await town.post('/again')).toEqual({ status: 200 })
    await town.idle()
    await town.change(imageId, 'enable')
    await town.post('/again')
    await town.idle()
    expect(town.changes(imageId)).toEqual([`DisableImage ${imageId} -> ok`])
    expect(await stateOf(imageId)).toBe('available')
  })
})
