import { CHANGE_VERBS, LOOK_VERBS, PLAIN_VERBS } from '../../src/domain/verb-kinds.ts'
import { addRecycleBinRules, KEPT } from '../support/proposals.ts'
import { buttonsOf, type Message, startWorld, type TestWorld } from '../support/world.ts'

let world: TestWorld

/** Nobody knows it. */
const ABSENT = 'ami-0eeeeeeeeeeeeeee1'

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const wordsOf = (message: object): string => JSON.stringify(message)

describe('what amiops can be asked', () => {
  test.each(['', 'help', '  HELP  '])('/ami %s: what there is', async text => {
    const answer = await world.ask('sam', text)
    expect(answer.is_ephemeral).toBe(true)
    expect(wordsOf(answer)).toContain('/ami status')
  })

  test('a misspelt verb: the one that was meant', async () => {
    const answer = await world.ask('maria', `sttaus ${ABSENT}`)
    expect(answer.text).toBe(`🤔 Unknown command \`sttaus\`. Did you mean \`/ami status ${ABSENT}\`?`)
    expect(buttonsOf(answer)).toEqual(['command-0'])
    expect((await world.ask('maria', 'hlep')).text).toContain('Did you mean `/ami help`?')
  })

  test('a word like no verb: what there is', async () => {
    const answer = await world.ask('maria', 'frobnicate <!channel>')
    expect(answer.text).toContain('Unknown command `frobnicate`')
    expect(answer.text).not.toContain('Did you mean')
  })

  test('a command of another name: answered, and its name is the one in every hint', async () => {
    const typed = async (text: string): Promise<string> => {
      const before = (await world.privateOf('maria')).length
      const answered = await world.post('/people/maria/command', {
        channel: 'ami-ready',
        command: '/ami-staging',
        text,
      })
      expect(answered).toMatchObject({ status: 200 })
      await world.idle()
      return wordsOf((await world.privateOf('maria')).slice(before))
    }
    for (const text of ['help', 'stauts', 'status', `status ${ABSENT} us-eas-1`, ABSENT]) {
      const answer = await typed(text)
      expect(answer).toContain('/ami-staging ')
      expect(answer).not.toMatch(/\/ami(?!-staging)/)
    }
  })

  test('status of nothing', async () => {
    expect((await world.ask('maria', 'status')).text).toContain('needs an image')
  })

  test('nobody else sees the answer, and no channel gets a message', async () => {
    const before = { sam: await world.privateOf('sam'), ready: await world.roots('ami-ready') }
    await world.ask('maria', 'help')
    expect(await world.privateOf('sam')).toEqual(before.sam)
    expect(await world.roots('ami-ready')).toEqual(before.ready)
  })
})

describe('status of one image', () => {
  test('by id: its card as it is now, also of an image that no event ever told of', async () => {
    const { imageId } = await world.image({ name: 'silent-1', state: 'disabled' })
    const answer = await world.ask('sam', `status ${imageId}`)
    expect(answer.text).toContain(`🟡 Disabled: silent-1 (${imageId})`)
    expect(buttonsOf(answer)).toEqual(['enable', 'deregister', 'more'])
    expect(wordsOf(answer)).toContain('No events recorded yet')
  })

  test('by name, and by a part of it', async () => {
    const { imageId } = await world.image({ name: 'unmistakable-name-1' })
    expect((await world.ask('maria', 'status unmistakable-name-1')).text).toContain(imageId)
    expect((await world.ask('maria', 'status unmistakable-name')).text).toContain(imageId)
  })

  test('by a glob that fits several: each with a button that shows it', async () => {
    const images = [await world.image({ name: 'many-a' }), await world.image({ name: 'many-b' })]
    const answer = await world.ask('maria', 'status many-*')
    expect(answer.text).toContain('2 images match')
    for (const { imageId } of images) expect(wordsOf(answer)).toContain(imageId)

    const [, second] = images
    const before = (await world.privateOf('maria')).length
    await world.click('maria', {
      channel: 'ami-ready',
      ts: answer.ts,
      action_id: 'status',
      value: `123456789012/us-east-1/${second?.imageId}`,
    })
    const shown = (await world.privateOf('maria')).slice(before).at(-1)
    expect(shown?.text).toContain(`many-b (${second?.imageId})`)
  })

  test('region and account as they are typed, the account by its alias too', async () => {
    const { imageId } = await world.image({ name: 'far-away', region: 'eu-west-1' })
    expect((await world.ask('maria', `status ${imageId}`)).text).toContain('eu-west-1')
    expect((await world.ask('maria', `status ${imageId} eu-west-1 production`)).text).toContain('far-away')
    expect((await world.ask('maria', `status ${imageId} 123456789012 us-east-1`)).text).toContain(
      'No image matches',
    )
  })

  test('an image that nobody knows: where was looked', async () => {
    const answer = await world.ask('maria', 'status ami-0eeeeeeeeeeeeeee1')
    expect(answer.text).toContain(
      'No image matches `ami-0eeeeeeeeeeeeeee1`. Searched: production (us-east-1, eu-west-1), staging (us-east-1).',
    )
  })

  test('a region that cannot be asked is named, not taken for an empty one', async () => {
    const { imageId } = await world.image({ name: 'half-seen' })
    world.fault({ service: 'ec2', call: 'DescribeImages', error: 'UnauthorizedOperation', times: 2 })
    const answer = await world.ask('maria', 'status half-seen')
    expect(wordsOf(answer)).toMatch(
      /Couldn’t search production .*: amiops has no permission \(`UnauthorizedOperation`\)/,
    )
    expect((await world.ask('maria', 'status half-seen')).text).toContain(imageId)
  })

  test('deregistered long ago: what the ledger kept, the last changes, and who made them', async () => {
    const { imageId } = await world.image({ quiet: false, name: 'remembered' })
    await world.act('maria', 'ami-ready', imageId, 'disable')
    await world.clickCard('alex', 'ami-ready', imageId, 'enable')
    await world.act('sam', 'ami-ready', imageId, 'disable')
    await world.act('alex', 'ami-ready', imageId, 'deregister')

    const answer = await world.ask('sam', `status ${imageId}`)
    expect(answer.text).toContain(`⚫ Deregistered: remembered (${imageId})`)
    const lines = wordsOf(answer).split('•').slice(1)
    expect(lines).toHaveLength(5)
    const all = lines.join('\n')
    expect(all).toMatch(/⚫ \*Deregistered\* by <@U0ALEX>/)
    expect(all).toMatch(/🟡 \*Disabled\* by <@U0MARIA>/)
    // A refusal is part of the history too.
    expect(all).toMatch(/\*Disable\* requested by <@U0SAM>: denied/)

    // The card's own History button tells all of it.
    const before = (await world.privateOf('sam')).length
    await world.clickCard('sam', 'ami-ready', imageId, 'history')
    const history = wordsOf((await world.privateOf('sam')).slice(before))
    expect(history).toContain('*Enabled* by <@U0ALEX>')
    expect(history).toContain('🟡 *Disabled* by <@U0MARIA>')
  })
})

describe('the buttons on a private card', () => {
  test('Disable from it: the private card follows to the end, and so does the one in the channel', async () => {
    const { imageId } = await world.image({ quiet: false, name: 'private-work' })
    const asked = await world.ask('maria', `status ${imageId}`)
    await world.click('maria', { channel: 'ami-ready', ts: asked.ts, action_id: 'disable' })
    await world.submit('maria')

    const follower = (await world.privateOf('maria')).find(message => message.ts === asked.ts)
    expect(follower?.text).toContain('By <@U0MARIA> · confirmed by AWS')
    expect(follower && buttonsOf(follower)).toEqual(['enable', 'deregister', 'more'])
    expect((await world.card('ami-ready', imageId)).text).toContain('By <@U0MARIA>')
    expect(world.changes(imageId)).toHaveLength(1)
  })

  test('without the right: the refusal is private too, and the card stays', async () => {
    const { imageId } = await world.image({ name: 'private-refusal' })
    const asked = await world.ask('sam', `status ${imageId}`)
    await world.click('sam', { channel: 'ami-ready', ts: asked.ts, action_id: 'disable' })
    const seen = await world.privateOf('sam')
    expect((await world.form('sam'))?.text).toContain('You don’t have permission to')
    expect(seen.find(message => message.ts === asked.ts)?.text).toBe(asked.text)
    expect(world.changes(imageId)).toEqual([])
  })

  test('Details tells all facts', async () => {
    const { imageId } = await world.image({
      quiet: false,
      description: 'what it is for',
      tags: { Zone: 'blue' },
    })
    const { ts } = await world.card('ami-ready', imageId)
    const before = (await world.privateOf('sam')).length
    await world.click('sam', {
      channel: 'ami-ready',
      ts,
      action_id: 'more',
      value: `details|123456789012/us-east-1/${imageId}`,
    })
    const details = wordsOf((await world.privateOf('sam')).slice(before))
    expect(details).toContain('what it is for')
    expect(details).toContain('`Zone` = `blue`')
  })
})

describe('every verb of the table', () => {
  test.each(LOOK_VERBS)('/ami %s of an image: answered', async verb => {
    const { imageId } = await world.image({ name: `asked-${verb}` })
    const { text } = await world.ask('maria', `${verb} ${imageId}`)
    expect(text).toContain(imageId)
    expect(text).not.toContain('Unknown command')
  })

  test.each(PLAIN_VERBS)('/ami %s: answered', async verb => {
    const { text } = await world.ask('maria', verb)
    expect(text).not.toContain('Unknown command')
  })

  test.each(CHANGE_VERBS)('/ami %s of an image opens a form about it', async verb => {
    const { imageId, name } = await world.image({ name: `change-${verb}` })
    const form = await world.typed('maria', `${verb} ${imageId}`)
    expect(form.text).toContain(name)
    expect(form.text).not.toContain('Looking for')
    expect((await world.typed('maria', `${verb} change-${verb}`)).text).toContain(name)
  })

  test.each(CHANGE_VERBS)('/ami %s of nothing: what is missing', async verb => {
    expect((await world.ask('maria', verb)).text).toContain(`\`/ami ${verb}\` needs an image`)
  })
})

describe('what is typed without a verb', () => {
  test('an id, a name or a part of either is a status', async () => {
    const { imageId } = await world.image({ name: 'no-verb-at-all' })
    for (const text of [imageId, 'no-verb-at-all', 'no-verb-at', imageId.slice(0, 14), `what is ${imageId}?`])
      expect((await world.ask('maria', text)).text).toContain(`no-verb-at-all (${imageId})`)
  })

  test('an image that is called like a misspelt verb is found', async () => {
    const { imageId } = await world.image({ name: 'statis' })
    expect((await world.ask('maria', 'statis')).text).toContain(imageId)
  })

  test('a part of an id that no id begins with is explained', async () => {
    // Ids are random: one of them may begin with any four digits.
    const ids = (await world.images()).map(({ imageId }) => imageId)
    const part = ['0eee', '0eef', '0ef0']
      .map(digits => `ami-${digits}`)
      .find(begin => !ids.some(id => id.startsWith(begin)))
    expect((await world.ask('maria', `status ${part}`)).text).toContain(
      `No image matches \`${part}\`. It has 4 of the 17 digits of an image id, and no id begins with it.`,
    )
  })

  test('a word that is no region: what is configured, and a button without it', async () => {
    const { imageId } = await world.image({ name: 'with-bad-region' })
    const answer = await world.ask('maria', 'status with-bad-region marsregion')
    expect(answer.text).toContain(
      '`marsregion` isn’t a configured region or account. Configured: production (us-east-1, eu-west-1), staging (us-east-1).',
    )
    const before = (await world.privateOf('maria')).length
    await world.click('maria', { channel: 'ami-ready', ts: answer.ts, action_id: 'command-0' })
    expect((await world.privateOf('maria'))[before]?.text).toContain(imageId)
    expect(wordsOf(await world.ask('maria', `status ${imageId} marsregion`))).toContain('`marsregion` isn')
  })
})

describe('lists', () => {
  test('pages of the newest first, with Next and Previous in the same message', async () => {
    for (let n = 0; n < 12; n++) await world.image({ name: `paged-${String(n).padStart(2, '0')}` })
    const first = await world.ask('maria', 'status paged-*')
    expect(first.text).toContain('12 images match `paged-*`, page 1 of 2')
    expect(first.blocks?.filter(block => block.accessory)).toHaveLength(10)
    expect(buttonsOf(first)).toEqual(['command-0'])
    const turn = async (): Promise<Message> => {
      await world.click('maria', { channel: 'ami-ready', ts: first.ts, action_id: 'command-0' })
      const now = (await world.privateOf('maria')).find(message => message.ts === first.ts)
      if (!now) throw new Error('Expected the list to stay.')
      return now
    }
    const second = await turn()
    expect(second.text).toContain('page 2 of 2')
    expect(second.blocks?.filter(block => block.accessory)).toHaveLength(2)
    expect((await turn()).text).toBe(first.text)
  })

  test('hold what is deregistered, from the ledger and from the Recycle Bin', async () => {
    addRecycleBinRules(world)
    const kept = await world.image({ name: 'listed-kept', tags: KEPT, quiet: false })
    const gone = await world.image({ name: 'listed-gone', quiet: false })
    const live = await world.image({ name: 'listed-live' })
    for (const { imageId } of [kept, gone]) await world.change(imageId, 'deregister')
    const { text } = await world.ask('maria', 'status listed-*')
    for (const { imageId } of [kept, gone, live]) expect(text).toContain(imageId)
    expect(text).toMatch(/listed-kept[^;]*♻️ Restorable from the Recycle Bin until/)
    expect(text.indexOf('listed-live')).toBeLessThan(text.indexOf('listed-gone'))
  })
})

describe('a change that is typed', () => {
  test('Disable: the same form as the button’s, and it is carried out', async () => {
    const { imageId } = await world.image({ name: 'typed-disable', quiet: false })
    const form = await world.typed('maria', 'disable typed-disable')
    expect(form.submit).toBe('Disable')
    await world.submit('maria')
    expect(world.changes(imageId)).toEqual([`DisableImage ${imageId} -> ok`])
  })

  test('Enable: a short form, and its outcome in it', async () => {
    const { imageId } = await world.image({ name: 'typed-enable', state: 'disabled' })
    const form = await world.typed('maria', 'enable typed-enable')
    expect(form.submit).toBe('Enable')
    expect(form.text).toContain('typed-enable')
    await world.submit('maria')
    expect((await world.form('maria'))?.text).toMatch(/✅/)
    expect(world.changes(imageId)).toEqual([`EnableImage ${imageId} -> ok`])
  })

  test('Restore of what the Recycle Bin alone knows by name', async () => {
    addRecycleBinRules(world)
    const { imageId } = await world.image({ name: 'typed-restore', tags: KEPT })
    await world.change(imageId, 'deregister')
    expect((await world.typed('maria', 'restore typed-restore')).submit).toBe('Restore')
    await world.submit('maria')
    expect((await world.images()).find(image => image.imageId === imageId)?.state).toBe('available')
  })

  test('Restore of what amiops never saw, and whose snapshots are in the Recycle Bin too', async () => {
    const { imageId } = await world.image({ name: 'typed-restore-whole' })
    // No event tells of it.
    const enteredAtMs = world.sandbox.clock.nowMs()
    const recycled = { enteredAtMs, exitsAtMs: enteredAtMs + 86_400_000 }
    const { images, snapshots } = world.sandbox.ec2.fleet
    for (const stored of images) if (stored.image.ImageId === imageId) stored.recycled = recycled
    for (const stored of snapshots)
      if (stored.snapshot.Description?.includes(imageId)) stored.recycled = recycled
    expect((await world.typed('maria', 'restore typed-restore-whole')).submit).toBe('Restore')
    await world.submit('maria')
    expect((await world.form('maria'))?.text).toMatch(/✅/)
    expect((await world.images()).find(image => image.imageId === imageId)?.state).toBe('available')
    expect(snapshots.filter(({ recycled: kept }) => kept !== undefined)).toEqual([])
  })

  test('several match: a choice, only of those that can be changed', async () => {
    const images = [await world.image({ name: 'choose-1' }), await world.image({ name: 'choose-2' })]
    await world.image({ name: 'choose-3', state: 'disabled' })
    const choice = await world.typed('maria', 'disable choose-*')
    expect(choice.text).toContain('Which image?')
    expect(choice.text).not.toContain('choose-3')
    const [, second] = images
    await world.post('/people/maria/click', {
      action_id: 'command-0',
      value: `|/ami disable ${second?.imageId} us-east-1 123456789012`,
    })
    await world.idle()
    expect((await world.form('maria'))?.submit).toBe('Disable')
    expect((await world.form('maria'))?.text).toContain('choose-2')
  })

  test('none match, or none in such a state: why, in the form', async () => {
    await world.image({ name: 'already-on' })
    expect((await world.typed('maria', 'disable alraedy-on')).text).toContain('Did you mean')
    expect((await world.typed('maria', 'enable already-on')).text).toMatch(/already-on.*is already enabled/)
  })

  test('by somebody without permission: denied, and nothing is changed', async () => {
    const { imageId } = await world.image({ name: 'typed-denied', state: 'disabled' })
    const form = await world.typed('sam', 'enable typed-denied')
    expect(form.submit).toBeUndefined()
    expect(world.changes(imageId)).toEqual([])
  })

  test('Slack takes no form: said privately, and nothing is queued', async () => {
    world.fault({ service: 'slack', call: 'views.open', error: 'expired_trigger_id' })
    const answer = await world.ask('maria', `disable ${ABSENT}`)
    expect(answer.text).toContain('Slack timed out before the form opened. Nothing was changed.')
  })
})
