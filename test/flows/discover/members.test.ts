import type { Config, Organization } from '../../../src/domain/config.ts'
import { withMembers } from '../../../src/domain/member-accounts.ts'
import type { ListedMembers, ListFault } from '../../../src/domain/member-list.ts'
import { holdUnknown } from '../../../src/flows/discover/hold-unknown.ts'
import { refreshMembers } from '../../../src/flows/discover/refresh-members.ts'
import { createStillClock } from '../../support/clock.ts'
import { createKeptLog } from '../../support/kept-log.ts'
import { createMemoryLedger } from '../../support/memory/ledger.ts'

const MINUTE = 60_000
const id = (n: number): string => String(n).padStart(12, '0')
const LIST = { role: 'arn:aws:iam::999999999999:role/amiops-organization' }

class Denied extends Error {
  override name = 'AccessDeniedException'
}

/** The functions `events` and `schedule`, as far as they find accounts. */
const open = (given: Partial<Organization> = {}) => {
  const organization: Organization = {
    id: 'o-a1b2c3d4e5',
    regions: ['us-east-1'],
    readRole: 'amiops-reader',
    role: 'amiops-actor',
    exclude: [],
    ...given,
  }
  const memory = createMemoryLedger()
  const faults: { fault?: ListFault } = {}
  const ledger: typeof memory = {
    ...memory,
    async readMembers() {
      const list = await memory.readMembers()
      const { fault } = faults
      if (!fault) return list
      const none = { organization: '', accounts: [], listedAtMs: 0 }
      return { ...(list ?? none), ...(fault.isLost && none), version: list?.version ?? 0, fault }
    },
    async saveMembers({ fault, ...list }) {
      if (fault?.kind === 'damaged') delete faults.fault
      return memory.saveMembers(list)
    },
  }
  const clock = createStillClock()
  const log = createKeptLog()
  const aws: {
    listed: ListedMembers | Error
    readers: Set<string>
    asked: number
    tried: string[]
    outage?: string
  } = {
    listed: { accounts: [] },
    readers: new Set(),
    asked: 0,
    tried: [],
  }
  const organizations = {
    async listMembers() {
      aws.asked++
      if (aws.listed instanceof Error) throw aws.listed
      return aws.listed
    },
    async tryReader(account: string) {
      aws.tried.push(account)
      if (aws.outage) throw Object.assign(new Error('STS'), { name: aws.outage })
      if (!aws.readers.has(account)) throw new Denied('not authorized to perform: sts:AssumeRole')
    },
  }
  const config = async (): Promise<Config> =>
    withMembers(
      { accounts: [], organization } as unknown as Config,
      (await ledger.readMembers())?.accounts ?? [],
      undefined,
    )
  return {
    aws,
    clock,
    ledger,
    faults,
    log,
    schedule: async () => refreshMembers({ organizations, ledger, clock, log, config: await config() }),
    config,
    /** Delivers an event that happened when it says. */
    deliver: async (account: string, atMs = clock.nowMs()) =>
      (
        await holdUnknown({ ledger, clock, log, config: await config() }, [{ id: 'event', account, atMs }])
      ).get('event'),
    ids: async () => (await ledger.readMembers())?.accounts.map(member => member.id),
  }
}

const HELD = expect.objectContaining({ kind: 'again', afterSec: 60, isPlanned: true })

describe('with a list', () => {
  test('accounts are listed every ten minutes; one that left is dropped', async () => {
    const { aws, clock, ledger, schedule, ids } = open({ list: LIST })
    aws.listed = { accounts: [{ id: id(2), name: 'b' }, { id: id(1) }], management: id(9) }
    await schedule()
    expect(await ledger.readMembers()).toMatchObject({ management: id(9), listedAtMs: clock.nowMs() })
    expect(await ids()).toEqual([id(1), id(2)])
    clock.advance(5 * MINUTE)
    await schedule()
    expect(aws.asked).toBe(1)
    clock.advance(5 * MINUTE)
    aws.listed = { accounts: [{ id: id(2) }] }
    await schedule()
    expect(await ids()).toEqual([id(2)])
  })

  test('AWS refuses: the last list stays, with the error’s name and since when; the next list clears it', async () => {
    const { aws, clock, ledger, log, schedule, ids } = open({ list: LIST })
    aws.listed = { accounts: [{ id: id(1) }] }
    await schedule()
    aws.listed = new Denied('organizations:ListAccounts')
    clock.advance(10 * MINUTE)
    const sinceMs = clock.nowMs()
    await schedule()
    clock.advance(10 * MINUTE)
    await schedule()
    expect(await ids()).toEqual([id(1)])
    expect((await ledger.readMembers())?.trouble).toEqual({ name: 'AccessDeniedException', sinceMs })
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(2)
    aws.listed = { accounts: [{ id: id(1) }] }
    clock.advance(10 * MINUTE)
    await schedule()
    expect(await ledger.readMembers()).not.toHaveProperty('trouble')
  })

  test('AWS refuses from the start: the trouble is known, and no account', async () => {
    const { aws, ledger, schedule } = open({ list: LIST })
    aws.listed = new Denied('organizations:ListAccounts')
    await schedule()
    expect(await ledger.readMembers()).toMatchObject({
      accounts: [],
      trouble: { name: 'AccessDeniedException' },
    })
  })

  test('an event of an account that just joined waits, and makes the next run list before its time', async () => {
    const { aws, schedule, deliver, ids } = open({ list: LIST })
    await schedule()
    expect(await deliver(id(7))).toEqual(HELD)
    aws.listed = { accounts: [{ id: id(7), name: 'new' }] }
    await schedule()
    expect(await ids()).toEqual([id(7)])
    expect(await deliver(id(7))).toBeUndefined()
    await schedule()
    expect(aws.asked).toBe(2)
  })

  test('an event of an account that AWS does not list is dropped after half an hour, not before a check', async () => {
    const { clock, log, schedule, deliver } = open({ list: LIST })
    const atMs = clock.nowMs()
    clock.advance(31 * MINUTE)
    expect(await deliver(id(8), atMs)).toEqual(HELD)
    await schedule()
    expect(await deliver(id(8), clock.nowMs() - MINUTE)).toEqual(HELD)
    expect(await deliver(id(8), atMs)).toEqual({ kind: 'done' })
    expect(log.lines.at(-1)).toMatchObject({
      level: 'warn',
      facts: { account: id(8), events: 1, why: 'NotListed' },
    })
  })

  test('a list that is not taken says of no account that it is none of ours', async () => {
    const { aws, clock, schedule, deliver } = open({ list: LIST })
    aws.listed = { accounts: [{ id: id(1) }, { id: id(2) }, { id: id(3) }] }
    await schedule()
    aws.listed = { accounts: [{ id: id(1) }] }
    clock.advance(10 * MINUTE)
    const atMs = clock.nowMs()
    expect(await deliver(id(4))).toEqual(HELD)
    clock.advance(31 * MINUTE)
    await schedule()
    expect(await deliver(id(4), atMs)).toEqual(HELD)
  })
})

describe('without a list', () => {
  test('an account counts once it has sent an event and its reader role can be assumed', async () => {
    const { aws, clock, ledger, schedule, deliver, ids } = open()
    await schedule()
    expect(await deliver(id(7))).toEqual(HELD)
    await schedule()
    expect(await ids()).toBeUndefined()
    expect(await ledger.readUnknownAccounts()).toMatchObject([
      { id: id(7), failure: 'AccessDeniedException' },
    ])
    aws.readers.add(id(7))
    clock.advance(5 * MINUTE)
    await schedule()
    expect(await ids()).toEqual([id(7)])
    expect(await deliver(id(7))).toBeUndefined()
    expect(aws.asked).toBe(0)
  })

  test.each(['TimeoutError', 'Throttling', 'ServiceUnavailable', 'RegionDisabledException'])(
    'STS ends with %s: that is no answer, and events wait for one',
    async outage => {
      const { aws, clock, schedule, deliver } = open()
      const atMs = clock.nowMs()
      aws.outage = outage
      await deliver(id(7))
      clock.advance(31 * MINUTE)
      await schedule()
      expect(await deliver(id(7), atMs)).toEqual(HELD)
      delete aws.outage
      await schedule()
      expect(await deliver(id(7), atMs)).toEqual({ kind: 'done' })
    },
  )

  test('one that cannot be read is tried for a day after its last event', async () => {
    const { aws, clock, schedule, deliver } = open()
    await deliver(id(7))
    clock.advance(24 * 60 * MINUTE - 1)
    await schedule()
    clock.advance(1)
    await schedule()
    expect(aws.tried).toEqual([id(7)])
  })

  test('many at once: those that were never tried come first, twenty in a run', async () => {
    const { aws, clock, schedule, deliver } = open()
    for (let n = 0; n < 20; n++) await deliver(id(n))
    await schedule()
    await deliver(id(99))
    clock.advance(5 * MINUTE)
    await schedule()
    expect(aws.tried).toHaveLength(40)
    expect(aws.tried.slice(20)).toContain(id(99))
  })
})

test('an excluded account is never tried, and its events are dropped at once', async () => {
  const { aws, schedule, deliver } = open({ exclude: [id(7)] })
  expect(await deliver(id(7))).toEqual({ kind: 'done' })
  await schedule()
  expect(aws.tried).toEqual([])
})

test('the ledger does not answer for one account: its events wait, and those of the others have their outcome', async () => {
  const { ledger, clock, log, config } = open({ exclude: [id(9)] })
  const saveUnknownAccount = async (account: string, nowMs: number) => {
    if (account === id(7)) throw new Error('The ledger’s item UNKNOWN_ACCOUNTS cannot be read.')
    return ledger.saveUnknownAccount(account, nowMs)
  }
  const needs = { ledger: { saveUnknownAccount }, clock, log, config: await config() }
  const atMs = clock.nowMs()
  const events = [id(7), id(8), id(9)].map(account => ({ id: account, account, atMs }))
  expect(await holdUnknown(needs, events)).toEqual(
    new Map([
      [id(7), HELD],
      [id(8), HELD],
      [id(9), { kind: 'done' }],
    ]),
  )
})

test('without an organization no event is held back', async () => {
  const { ledger, clock, log } = open()
  const config = { accounts: [{ id: id(1), regions: [] }] } as unknown as Config
  const held = await holdUnknown({ ledger, clock, log, config }, [{ id: 'event', account: id(2), atMs: 0 }])
  expect(held.size).toBe(0)
})

describe('a list that the ledger has damaged', () => {
  const DAMAGED: ListFault = { kind: 'damaged', why: 'cannot be read' }

  test('is written over once AWS lists the accounts', async () => {
    const { aws, clock, ledger, faults, schedule, ids } = open({ list: LIST })
    aws.listed = { accounts: [{ id: id(1) }] }
    await schedule()
    faults.fault = { ...DAMAGED, isLost: true }
    clock.advance(10 * MINUTE)
    await schedule()
    expect(await ids()).toEqual([id(1)])
    expect(await ledger.readMembers()).not.toHaveProperty('fault')
  })

  test('AWS refuses to list them: the copy is saved with the trouble, and nothing over what is lost', async () => {
    const { aws, clock, ledger, faults, schedule, ids } = open({ list: LIST })
    aws.listed = { accounts: [{ id: id(1) }] }
    await schedule()
    aws.listed = new Denied('organizations:ListAccounts')
    faults.fault = { ...DAMAGED, isLost: true }
    clock.advance(10 * MINUTE)
    await schedule()
    expect((await ledger.readMembers())?.fault).toEqual({ ...DAMAGED, isLost: true })
    faults.fault = DAMAGED
    clock.advance(10 * MINUTE)
    await schedule()
    expect(await ids()).toEqual([id(1)])
    expect(await ledger.readMembers()).toMatchObject({ trouble: { name: 'AccessDeniedException' } })
  })

  test('without a listing is written again from its copy with the next run, of a newer version never', async () => {
    const { aws, ledger, faults, schedule, deliver, ids } = open()
    await deliver(id(7))
    aws.readers.add(id(7))
    await schedule()
    faults.fault = { ...DAMAGED, kind: 'newer' }
    await schedule()
    const { version = 0 } = (await ledger.readMembers()) ?? {}
    await schedule()
    expect((await ledger.readMembers())?.fault?.kind).toBe('newer')
    faults.fault = DAMAGED
    await schedule()
    expect(await ids()).toEqual([id(7)])
    expect(await ledger.readMembers()).toEqual(expect.objectContaining({ version: version + 1 }))
    expect(await ledger.readMembers()).not.toHaveProperty('fault')
  })
})
