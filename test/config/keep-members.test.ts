import { createMembersKeeper } from '../../src/config/keep-members.ts'
import type { Config } from '../../src/domain/config.ts'
import type { MemberList } from '../../src/domain/member-list.ts'

const MINUTE = 60_000
const organization = {
  id: 'o-a1b2c3d4e5',
  regions: ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'eu-west-1'],
  readRole: 'amiops-reader',
  role: 'amiops-actor',
  exclude: [],
}

const open = (given: Partial<Config> = { organization }) => {
  const state: { config: Config; list: MemberList | Error | undefined; nowMs: number; reads: number } = {
    config: { accounts: [], ...given } as unknown as Config,
    list: undefined,
    nowMs: 0,
    reads: 0,
  }
  const warnings: string[] = []
  const errors: string[] = []
  const read = createMembersKeeper({
    readConfig: async () => ({ config: state.config, version: 'v1' }),
    async readMembers() {
      state.reads++
      if (state.list instanceof Error) throw state.list
      return state.list
    },
    own: undefined,
    nowMs: () => state.nowMs,
    log: { warn: message => void warnings.push(message), error: message => void errors.push(message) },
  })
  return { state, warnings, errors, read }
}

const listOf = (...ids: readonly string[]): MemberList => ({
  organization: organization.id,
  accounts: ids.map(id => ({ id, name: `team ${id.slice(-3)}` })),
  listedAtMs: 1,
  version: 1,
})

test('without an organization the ledger is not asked', async () => {
  const { state, read } = open({})
  expect((await read()).config).toBe(state.config)
  expect(state.reads).toBe(0)
})

test('accounts that join are there within a minute, and the config is the same until then', async () => {
  const { state, read } = open()
  state.list = listOf('111111111111')
  const { config } = await read()
  expect(config.accounts.map(({ alias }) => alias)).toEqual(['team-111'])
  state.list = { ...listOf('111111111111'), listedAtMs: 99 }
  state.nowMs = MINUTE
  expect((await read()).config).toBe(config)
  state.list = listOf('111111111111', '222222222222')
  state.nowMs = 2 * MINUTE - 1
  expect((await read()).config).toBe(config)
  state.nowMs = 2 * MINUTE
  expect((await read()).config.accounts).toHaveLength(2)
  expect(state.reads).toBe(3)
})

test('a changed file is merged with the same list', async () => {
  const { state, read } = open()
  state.list = listOf('111111111111')
  await read()
  state.config = { ...state.config, accounts: [{ id: '111111111111', alias: 'one', regions: ['us-east-1'] }] }
  expect((await read()).config.accounts).toMatchObject([{ alias: 'one', discovered: true }])
  expect(state.reads).toBe(1)
})

test('no list yet, and the list of another organization, leave the accounts of the file', async () => {
  const { state, read } = open()
  expect((await read()).config.accounts).toEqual([])
  state.list = { ...listOf('111111111111'), organization: 'o-other00000' }
  state.nowMs = MINUTE
  expect((await read()).config.accounts).toEqual([])
})

test('a list that cannot be read: the first time nothing works; later the last one stays', async () => {
  const { state, warnings, read } = open()
  state.list = new Error('no answer')
  await expect(read()).rejects.toThrow('could not be read from the ledger')
  state.list = listOf('111111111111')
  await read()
  state.list = new Error('no answer')
  state.nowMs = MINUTE
  expect((await read()).config.accounts).toHaveLength(1)
  await read()
  expect(warnings).toHaveLength(1)
})

test('a damaged list: its copy is used, and the log says so once', async () => {
  const { state, errors, read } = open()
  state.list = { ...listOf('111111111111'), fault: { kind: 'damaged', why: 'the item cannot be read' } }
  expect((await read()).config.accounts).toHaveLength(1)
  state.nowMs = MINUTE
  await read()
  expect(errors).toEqual([
    'The list of the organization’s accounts in the ledger cannot be read. The last list stays in use. It is written again within ten minutes.',
  ])
  state.list = listOf('111111111111')
  state.nowMs = 2 * MINUTE
  await read()
  state.list = { ...state.list, fault: { kind: 'newer', why: 'the item cannot be read' } }
  state.nowMs = 3 * MINUTE
  await read()
  expect(errors).toHaveLength(2)
  expect(errors[1]).toMatch(/A later version of amiops wrote it: deploy that version again\.$/)
})

test('no list and no copy: the accounts of the file, and where the function knew a list, that one', async () => {
  const { state, errors, read } = open()
  const lost: MemberList = {
    organization: '',
    accounts: [],
    listedAtMs: 0,
    version: 0,
    fault: { kind: 'damaged', why: 'the item cannot be read', isLost: true },
  }
  state.list = lost
  expect((await read()).config.accounts).toEqual([])
  expect(errors[0]).toMatch(/work with the accounts of the config/)
  state.list = listOf('111111111111')
  state.nowMs = MINUTE
  await read()
  state.list = lost
  state.nowMs = 2 * MINUTE
  expect((await read()).config.accounts).toHaveLength(1)
})
