import { placesIn, settledMark } from '../../../src/domain/fleet.ts'
import type { FleetUse } from '../../../src/domain/fleet-use.ts'
import { READ_DIRECTLY, READING_FRESH_MS } from '../../../src/domain/reading.ts'
import { endReading } from '../../../src/flows/readings/end-reading.ts'
import { readPlace } from '../../../src/flows/readings/read-place.ts'
import { serve, serveMessage } from '../../../src/flows/serve.ts'
import { ALEX, asked, MARIA } from '../../support/memory/asking.ts'
import { deliverReadings } from '../../support/memory/readings-queue.ts'
import { CONFIG, createMemoryWorld, MINUTE } from '../../support/memory/world.ts'
import { scanAt } from '../../support/scanned-places.ts'

/** Answers from more accounts and regions than one function reads. */

const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-2']

/** An instance in each place. */
const createOrganization = (accounts: number) => {
  const ids = Array.from({ length: accounts }, (_, at) => String(100_000_000_000 + at))
  const world = createMemoryWorld({
    ...CONFIG,
    accounts: ids.map(id => ({ id, alias: `team-${id.slice(-3)}`, regions: REGIONS })),
    families: { web: { name: ['web-*'] } },
  })
  const calls = new Map<string, number>()
  const { list } = world.instances
  world.instances.list = (account, region) => {
    const place = `${account}/${region}`
    calls.set(place, (calls.get(place) ?? 0) + 1)
    return list(account, region)
  }
  for (const [at, account] of ids.entries())
    for (const [of, region] of REGIONS.entries()) {
      const image = { imageId: `ami-${String(at).padStart(17, '0')}`, name: `web-${at}`, createdAtMs: 1 }
      const use: FleetUse = {
        account,
        region,
        instanceId: `i-${String(at * REGIONS.length + of).padStart(17, '0')}`,
        state: 'running',
        tags: {},
        image,
      }
      world.instances.put(use)
    }
  const said = (person = MARIA) => world.messenger.privateMessages(person.userId)
  const ask = (key: string, text = 'fleet', person = MARIA) =>
    serve(world.needs, { ...asked(world, key, person), kind: 'command', text })
  return { ...world, ids, places: accounts * REGIONS.length, calls, said, ask }
}

const answersIn = (said: readonly string[]): string[] =>
  said.filter(text => / instances in \d+ accounts/.test(text))

test('a thousand places: the person hears at once, each place is read once, and the next questions are answered at once', async () => {
  const world = createOrganization(200)
  await world.ask('first')
  expect(world.said()).toEqual([expect.stringContaining('Reading 1,000 accounts and regions…')])
  await deliverReadings(world)
  expect(answersIn(world.said())).toEqual([expect.stringContaining('1,000 instances in 200 accounts')])
  expect([...new Set(world.calls.values())]).toEqual([1])
  expect(world.calls.size).toBe(1_000)
  await world.ask('second', 'family web', ALEX)
  await world.ask('third', 'fleet', ALEX)
  expect(world.said(ALEX).join()).toContain('1,000 instances')
  expect(world.said(ALEX).join()).not.toContain('Reading')
  world.clock.advance(READING_FRESH_MS)
  await world.ask('fourth', 'fleet', ALEX)
  expect(world.said(ALEX).at(-1)).toContain('Reading 1,000')
  expect(world.queues.readings).toHaveLength(1_000)
})

test('as many places as one function reads are read at once', async () => {
  const world = createOrganization(Math.floor(READ_DIRECTLY / REGIONS.length))
  await world.ask('a')
  expect(world.said().join()).not.toContain('Reading')
  expect(answersIn(world.said())).toHaveLength(1)
  expect(world.queues.readings).toEqual([])
})

test('half of the accounts did not answer their last scan: the others are read first, in turns, and they are not waited for', async () => {
  const world = createOrganization(8)
  const silent = new Set(world.ids.filter((_, at) => at % 2 === 0))
  const failure = { name: 'TimeoutError', times: 3, isSilent: true as const }
  for (const place of placesIn(world.config))
    await world.ledger.saveScan(
      place,
      scanAt(world.clock.nowMs(), silent.has(place.account) ? { failure } : {}),
    )
  await world.ask('a')
  const accounts = world.queues.readings.map(({ account }) => account)
  const answering = world.ids.filter(id => !silent.has(id))
  expect(accounts.slice(0, 20)).toEqual(REGIONS.flatMap(() => answering))
  expect(accounts.slice(20)).toEqual(REGIONS.flatMap(() => [...silent]))
  expect(new Set(world.queues.readings.map(({ at }) => at)).size).toBe(40)
  await deliverReadings(world)
  expect([...world.calls.keys()].filter(place => silent.has(place.split('/')[0] ?? ''))).toEqual([])
  const [answer] = answersIn(world.said())
  expect(answer).toContain('20 instances in 4 accounts')
  expect(answer).toMatch(/Not counted: instances of team-000 \(5 regions\).*no answer in time/)
})

test('an account of which one region answered its last scan is asked everywhere', async () => {
  const world = createOrganization(8)
  const [account = ''] = world.ids
  const failure = { name: 'TimeoutError', times: 3, isSilent: true as const }
  const scannedAtMs = world.clock.nowMs() - 10 * MINUTE
  for (const region of REGIONS)
    await world.ledger.saveScan(
      { account, region },
      scanAt(scannedAtMs, region === 'eu-west-1' ? {} : { failure }),
    )
  await world.ask('a')
  await deliverReadings(world)
  expect(answersIn(world.said())).toEqual([expect.stringContaining('40 instances in 8 accounts')])
})

test('a list of many places names those that deny, apart from those that were not scanned yet', async () => {
  const world = createOrganization(8)
  const [denying = '', waiting = ''] = world.ids
  for (const place of placesIn(world.config)) {
    const { scannedAtMs, ...scan } = scanAt(world.clock.nowMs())
    if (place.account === waiting) continue
    await world.ledger.saveScan(
      place,
      place.account === denying
        ? { ...scan, failure: { name: 'UnauthorizedOperation', times: 2 } }
        : { ...scan, ...(scannedAtMs !== undefined && { scannedAtMs }) },
    )
    await world.ledger.saveFleet(place, undefined, new Map())
  }
  await world.ask('a', 'list')
  const blocks: unknown[] = []
  const { postEphemeral, respond } = world.messenger
  world.messenger.postEphemeral = async (channelId, userId, message) => {
    blocks.push(message.blocks)
    return postEphemeral(channelId, userId, message)
  }
  world.messenger.respond = async (url, message, ...more) => {
    blocks.push(message.blocks)
    return respond(url, message, ...more)
  }
  await deliverReadings(world)
  const said = JSON.stringify(blocks)
  expect(said).toContain(
    'Can’t be scanned, so not in this list: team-000 ap-southeast-2 (UnauthorizedOperation), ',
  )
  expect(said).toContain('Not scanned yet, so not in this list: team-001 ap-southeast-2, ')
})

test('a place that the reading function does not know yet is not asked with its own credentials', async () => {
  const world = createOrganization(8)
  const [joined = ''] = world.ids
  const accounts = world.config.accounts.filter(({ id }) => id !== joined)
  const earlier = { ...world.needs, config: { ...world.config, accounts } }
  const bins: string[] = []
  earlier.images = {
    ...world.images,
    recycleBin: async account => {
      bins.push(account)
      return []
    },
  }
  await world.ask('a')
  await deliverReadings({ ...world, needs: earlier })
  expect([...world.calls.keys()].filter(place => place.startsWith(joined))).toEqual([])
  await world.ask('b')
  const said = world.said().join('\n')
  expect(said).toContain('35 instances in 7 accounts')
  expect(said).toMatch(/Not counted: instances of team-000 \(5 regions\): `NotConfigured`/)
  await world.ask('c', 'deleted')
  await deliverReadings({ ...world, needs: earlier })
  expect(bins).toHaveLength(35)
  expect(bins).not.toContain(joined)
})

test('every message comes twice, and the time is over as well: one answer', async () => {
  const world = createOrganization(8)
  await world.ask('a')
  await deliverReadings(world, { times: 2, withEnds: true })
  expect(answersIn(world.said())).toEqual([expect.stringContaining('40 instances')])
  expect(answersIn(world.said())[0]).not.toContain('Not counted')
})

test('a place that is never read, and an account that does not answer: both are named, and the others are counted in time', async () => {
  const world = createOrganization(8)
  const [silent = '', lost = ''] = world.ids
  world.instances.refuse(silent, Object.assign(new Error('late'), { name: 'TimeoutError' }))
  await world.ask('a')
  const at = world.queues.readings.findIndex(({ account }) => account === lost)
  const [message] = world.queues.readings.splice(at, 1)
  await deliverReadings(world)
  expect(answersIn(world.said())).toEqual([])
  await deliverReadings(world, { withEnds: true })
  const [answer = '', ...more] = answersIn(world.said())
  expect(more).toEqual([])
  expect(answer).toContain('34 instances in 7 accounts')
  expect(answer).toMatch(/Not counted: instances of .*team-000 \(5 regions\).*: no answer in time/)
  expect(answer).toContain(`team-001 ${message?.region}: no answer in time`)
  // Its message comes after all: nobody waits for it.
  const before = world.calls.size
  if (message) await readPlace(world.needs, message)
  expect(world.calls.size).toBe(before)
})

test('two people ask while it is read, one as it ends: one reading, an answer for each', async () => {
  const world = createOrganization(8)
  await world.ask('a')
  await world.ask('b', 'family web', ALEX)
  expect(world.queues.readings).toHaveLength(40)
  expect(world.said(ALEX).join()).toContain('Reading 40 accounts and regions')
  // It ends between the look for a reading and the note that somebody waits for it.
  const { saveWaiting } = world.ledger
  world.ledger.saveWaiting = async (id, message, nowMs) => {
    world.ledger.saveWaiting = saveWaiting
    await endReading(world.needs, id)
    return saveWaiting(id, message, nowMs)
  }
  await world.ask('c', 'fleet', ALEX)
  await deliverReadings(world)
  expect(answersIn(world.said())).toHaveLength(1)
  expect(answersIn(world.said(ALEX))).toHaveLength(1)
  expect(world.said(ALEX).join()).toContain('web')
})

test('a function that dies at any call: nobody is left in silence, and nobody is answered twice', async () => {
  const { injection, needs } = createOrganization(7).inject()
  const trial = createOrganization(7)
  const count = async () => {
    await serve(needs, { ...asked(trial, 'a'), kind: 'command', text: 'fleet' }).catch(() => undefined)
    return [...injection.called]
  }
  const calls = await count()
  expect(calls).toContain('ledger.saveWaiting')
  expect(calls).toContain('queues.readPlaces')
  for (const [index, name] of calls.entries())
    for (const moment of ['before', 'after'] as const) {
      const world = createOrganization(7)
      const dying = world.inject({ at: index + 1, moment, failure: 'crash' })
      const ask = { ...asked(world, 'a'), kind: 'command' as const, text: 'fleet' }
      const isServed = await serve(dying.needs, ask).then(
        () => true,
        () => false,
      )
      await deliverReadings(world, { withEnds: true })
      // The queue delivers what was not served, after six minutes.
      if (!isServed) {
        world.clock.advance(6 * MINUTE)
        await serve(world.needs, ask)
        await deliverReadings(world, { withEnds: true })
      }
      const where = `${moment} ${name}`
      const answers = answersIn(world.said())
      expect([where, answers.at(-1)]).toEqual([where, expect.stringContaining('35 instances')])
      expect([where, isServed ? answers.length : 1]).toEqual([where, 1])
    }
})

test('a function that dies while it reads a place or ends the reading: its message comes again, and there is one answer', async () => {
  const trial = createOrganization(7)
  await trial.ask('a')
  const last = trial.queues.readings.splice(-1)
  await deliverReadings(trial)
  const { injection, needs } = trial.inject()
  for (const message of last) await readPlace(needs, message)
  const calls = [...injection.called]
  expect(calls).toContain('queues.askAgain')
  for (const [index, name] of calls.entries())
    for (const moment of ['before', 'after'] as const) {
      const world = createOrganization(7)
      await world.ask('a')
      const [message] = world.queues.readings.splice(-1)
      if (!message) throw new Error('Expected a message.')
      await deliverReadings(world)
      const dying = world.inject({ at: index + 1, moment, failure: 'crash' })
      await readPlace(dying.needs, message).catch(() => undefined)
      // Its time is over before the queue delivers the message again.
      await deliverReadings(world, { withEnds: true })
      await readPlace(world.needs, message)
      for (const again of world.queues.again.splice(0)) await serveMessage(world.needs, again)
      const where = `${moment} ${name}`
      expect([where, answersIn(world.said()).length]).toEqual([where, 1])
    }
})

describe('lists', () => {
  const DAY_MS = 24 * 60 * MINUTE
  /** Three images in each place, all of them of different ages. */
  const createListed = async (accounts: number) => {
    const world = createOrganization(accounts)
    const nowMs = world.clock.nowMs()
    let number = 0
    for (const place of placesIn(world.config)) {
      const images = Array.from({ length: 3 }, () => {
        number += 1
        const facts = { name: `web-${number}`, createdAtMs: nowMs - number * DAY_MS, tags: {} }
        return [`ami-${String(number).padStart(17, '0')}`, { mark: settledMark('available'), facts }] as const
      })
      await world.ledger.saveFleet(place, undefined, new Map(images))
    }
    const numbers = (text = '') => [...text.matchAll(/`web-(\d+)`/g)].map(([, one]) => Number(one))
    return { ...world, numbers }
  }

  test('all pages show one reading, also for another person; the file has every image once', async () => {
    const world = await createListed(200)
    await world.ask('a', 'list')
    expect(world.said()).toEqual([expect.stringContaining('Reading 1,000 accounts and regions')])
    await deliverReadings(world)
    expect(world.said().at(-1)).toContain('3,000 images. 1–10 of 3,000, newest first')
    expect(world.numbers(world.said().at(-1))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    world.ledger.readFleet = async () => {
      throw new Error('Expected no further reading.')
    }
    await serve(world.needs, { ...asked(world, 'b', ALEX), kind: 'command', text: 'list', page: 300 })
    expect(world.numbers(world.said(ALEX).at(-1))).toEqual([
      2991, 2992, 2993, 2994, 2995, 2996, 2997, 2998, 2999, 3000,
    ])
    await world.ask('c', 'list as:csv')
    const lines = world.messenger
      .filesOf(MARIA.userId)
      .flatMap(({ content }) => String(content).trim().split('\n').slice(1))
    expect(new Set(lines.map(line => line.split(',')[0])).size).toBe(3_000)
    expect(lines).toHaveLength(3_000)
  })

  test('a filter leaves few places: they are read at once; many: only what fits is read', async () => {
    const world = await createListed(8)
    await world.ask('a', `list account:${world.ids[0]}`)
    expect(world.said().at(-1)).toContain('15 images')
    await world.ask('b', 'list older-than:110d')
    await deliverReadings(world)
    expect(world.said().at(-1)).toContain('10 images')
  })

  test('deregistered images: a Recycle Bin that cannot be listed is named, and so is a place that is not read', async () => {
    const world = await createListed(8)
    const [first = '', second = ''] = world.ids
    world.images.recycleBin = async (account, region) => {
      if (account === first) throw Object.assign(new Error('no'), { name: 'UnauthorizedOperation' })
      return [
        {
          imageId: `ami-${account}${region}`,
          name: 'old',
          enteredAtMs: 1,
          untilMs: world.clock.nowMs() + DAY_MS,
        },
      ]
    }
    let drawn = ''
    const { postEphemeral } = world.messenger
    world.messenger.postEphemeral = (channel, user, message) => {
      drawn = JSON.stringify(message.blocks)
      return postEphemeral(channel, user, message)
    }
    await world.ask('a', 'deleted')
    const at = world.queues.readings.findIndex(({ account }) => account === second)
    world.queues.readings.splice(at, 1)
    await deliverReadings(world, { withEnds: true })
    const answer = world.said().at(-1)
    expect(answer).toContain('34 deregistered images')
    expect(drawn).toContain('Not read in time, so not in this list: team-001 us-east-1.')
    expect(drawn).toContain('list the Recycle Bin of team-000')
  })

  test('selecting images of a list: the open form says that it is read, then has them', async () => {
    const world = await createListed(8)
    const from = { kind: 'list' as const, verb: 'list' as const, filters: '' }
    await serve(world.needs, { ...asked(world, 'a'), kind: 'select', from, page: 2, viewId: 'V1' })
    expect(JSON.stringify(world.messenger.forms('V1').at(-1))).toContain('Reading 40 accounts and regions')
    await deliverReadings(world)
    const form = JSON.stringify(world.messenger.forms('V1').at(-1))
    expect(form).toContain('All 120 of the list')
    expect(form).toContain('11–20 of 120 images')
  })
})
