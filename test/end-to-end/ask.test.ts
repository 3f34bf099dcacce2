import { buttonsOf, startWorld, type TestWorld } from '../support/world.ts'

let town: TestWorld

beforeAll(async () => {
  town = await startWorld()
})
afterAll(() => town.close())

const wordsOf = (message: object): string => JSON.stringify(message)

describe('what amiops can be asked', () => {
  test.each(['', 'help', '  HELP  '])('/ami %s: what there is', async text => {
    const answer = await town.ask('sam', text)
    expect(answer.is_ephemeral).toBe(true)
    expect(wordsOf(answer)).toContain('/ami status')
  })

  test('a misspelt verb: the one that was meant', async () => {
    expect((await town.ask('maria', 'sttaus ami-1')).text).toContain('Did you mean `/ami status`?')
  })

  test('a word like no verb: what there is', async () => {
    const answer = await town.ask('maria', 'frobnicate <!channel>')
    expect(answer.text).toContain('Unknown command `frobnicate`')
    expect(answer.text).not.toContain('Did you mean')
  })

  test('a command of another name: answered, and its name is the one in every hint', async () => {
    const typed = async (text: string): Promise<string> => {
      const before = (await town.privateOf('maria')).length
      const answered = await town.post('/people/maria/command', {
        channel: 'ami-ready',
        command: '/ami-staging',
        text,
      })
      expect(answered).toMatchObject({ status: 200 })
      await town.idle()
      return wordsOf((await town.privateOf('maria')).slice(before))
    }
    for (const text of ['help', 'stauts ami-1', 'status', 'status ami-0eeeeeeeeeeeeeee1 us-eas-1']) {
      const answer = await typed(text)
      expect(answer).toContain('/ami-staging status')
      expect(answer).not.toMatch(/\/ami(?!-staging)/)
    }
  })

  test('status of nothing', async () => {
    expect((await town.ask('maria', 'status')).text).toContain('needs an image')
  })

  test('nobody else sees the answer, and no channel gets a message', async () => {
    const before = { sam: await town.privateOf('sam'), ready: await town.roots('ami-ready') }
    await town.ask('maria', 'help')
    expect(await town.privateOf('sam')).toEqual(before.sam)
    expect(await town.roots('ami-ready')).toEqual(before.ready)
  })
})

describe('status of one image', () => {
  test('by id: its card as it is now, also of an image that no event ever told of', async () => {
    const { imageId } = await town.image({ name: 'silent-1', state: 'disabled' })
    const answer = await town.ask('sam', `status ${imageId}`)
    expect(answer.text).toContain(`🟡 Disabled: silent-1 (${imageId})`)
    expect(buttonsOf(answer)).toEqual(['enable', 'deregister', 'more'])
    expect(wordsOf(answer)).toContain('None that amiops has seen')
  })

  test('by name, and by a part of it', async () => {
    const { imageId } = await town.image({ name: 'unmistakable-name-1' })
    expect((await town.ask('maria', 'status unmistakable-name-1')).text).toContain(imageId)
    expect((await town.ask('maria', 'status unmistakable-name')).text).toContain(imageId)
  })

  test('by a glob that fits several: each with a button that shows it', async () => {
    const images = [await town.image({ name: 'many-a' }), await town.image({ name: 'many-b' })]
    const answer = await town.ask('maria', 'status many-*')
    expect(answer.text).toContain('2 images fit')
    for (const { imageId } of images) expect(wordsOf(answer)).toContain(imageId)

    const [, second] = images
    const before = (await town.privateOf('maria')).length
    await town.click('maria', {
      channel: 'ami-ready',
      ts: answer.ts,
      action_id: 'status',
      value: `123456789012/us-east-1/${second?.imageId}`,
    })
    const shown = (await town.privateOf('maria')).slice(before).at(-1)
    expect(shown?.text).toContain(`many-b (${second?.imageId})`)
  })

  test('region and account as they are typed, the account by its alias too', async () => {
    const { imageId } = await town.image({ name: 'far-away', region: 'eu-west-1' })
    expect((await town.ask('maria', `status ${imageId}`)).text).toContain('eu-west-1')
    expect((await town.ask('maria', `status ${imageId} eu-west-1 production`)).text).toContain('far-away')
    expect((await town.ask('maria', `status ${imageId} 123456789012 us-east-1`)).text).toContain(
      'No image matches',
    )
  })

  test('an image that nobody knows: where was looked', async () => {
    const answer = await town.ask('maria', 'status ami-0eeeeeeeeeeeeeee1')
    expect(answer.text).toContain(
      'No image matches `ami-0eeeeeeeeeeeeeee1`. Searched: production us-east-1, production eu-west-1.',
    )
  })

  test('a region that cannot be asked is named, not taken for an empty one', async () => {
    const { imageId } = await town.image({ name: 'half-seen' })
    town.fault({ service: 'ec2', call: 'DescribeImages', error: 'UnauthorizedOperation', times: 2 })
    const answer = await town.ask('maria', 'status half-seen')
    expect(wordsOf(answer)).toContain('Not asked, so not counted')
    expect((await town.ask('maria', 'status half-seen')).text).toContain(imageId)
  })

  test('deregistered long ago: what the ledger kept, the last changes, and who made them', async () => {
    const { imageId } = await town.image({ quiet: false, name: 'remembered' })
    await town.act('maria', 'ami-ready', imageId, 'disable')
    await town.clickCard('alex', 'ami-ready', imageId, 'enable')
    await town.act('sam', 'ami-ready', imageId, 'disable')
    await town.act('alex', 'ami-ready', imageId, 'deregister')

    const answer = await town.ask('sam', `status ${imageId}`)
    expect(answer.text).toContain(`⚫ Deregistered: remembered (${imageId})`)
    const lines = wordsOf(answer).split('•').slice(1)
    expect(lines).toHaveLength(5)
    const all = lines.join('\n')
    expect(all).toMatch(/⚫ Deregistered by <@U0ALEX>/)
    expect(all).toMatch(/Deregister asked by <@U0ALEX>/)
    // A refusal is part of the history too.
    expect(all).toMatch(/Disable asked by <@U0SAM> · refused/)

    // The card's own History button tells all of it.
    const before = (await town.privateOf('sam')).length
    await town.clickCard('sam', 'ami-ready', imageId, 'history')
    const history = wordsOf((await town.privateOf('sam')).slice(before))
    expect(history).toContain('Enable asked by <@U0ALEX>')
    expect(history).toContain('🟡 Disabled by <@U0MARIA>')
  })
})

describe('the buttons on a private card', () => {
  test('Disable from it: the private card follows to the end, and so does the one in the channel', async () => {
    const { imageId } = await town.image({ quiet: false, name: 'private-work' })
    const asked = await town.ask('maria', `status ${imageId}`)
    await town.click('maria', { channel: 'ami-ready', ts: asked.ts, action_id: 'disable' })
    await town.submit('maria')

    const follower = (await town.privateOf('maria')).find(message => message.ts === asked.ts)
    expect(follower?.text).toContain('disabled by <@U0MARIA> · confirmed by AWS')
    expect(follower && buttonsOf(follower)).toEqual(['enable', 'deregister', 'more'])
    expect((await town.card('ami-ready', imageId)).text).toContain('disabled by <@U0MARIA>')
    expect(town.changes(imageId)).toHaveLength(1)
  })

  test('without the right: the refusal is private too, and the card stays', async () => {
    const { imageId } = await town.image({ name: 'private-refusal' })
    const asked = await town.ask('sam', `status ${imageId}`)
    await town.click('sam', { channel: 'ami-ready', ts: asked.ts, action_id: 'disable' })
    const seen = await town.privateOf('sam')
    expect((await town.form('sam'))?.text).toContain('you are in none of the roles that may')
    expect(seen.find(message => message.ts === asked.ts)?.text).toBe(asked.text)
    expect(town.changes(imageId)).toEqual([])
  })

  test('Details tells all facts', async () => {
    const { imageId } = await town.image({
      quiet: false,
      description: 'what it is for',
      tags: { Zone: 'blue' },
    })
    const { ts } = await town.card('ami-ready', imageId)
    const before = (await town.privateOf('sam')).length
    await town.click('sam', {
      channel: 'ami-ready',
      ts,
      action_id: 'more',
      value: `details|123456789012/us-east-1/${imageId}`,
    })
    const details = wordsOf((await town.privateOf('sam')).slice(before))
    expect(details).toContain('what it is for')
    expect(details).toContain('`Zone` = `blue`')
  })
})
