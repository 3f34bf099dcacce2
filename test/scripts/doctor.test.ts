import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import type { Installation } from '../../sandbox/aws/installation/installation.ts'
import type { World } from '../../sandbox/world.ts'
import type { Check, Finding } from '../../scripts/doctor/check.ts'
import { CHECKS } from '../../scripts/doctor/checks.ts'
import { createContext } from '../../scripts/doctor/context.ts'
import { type Checked, hasProblem, runDoctor } from '../../scripts/doctor/run-doctor.ts'
import { createLedger } from '../../src/aws/ledger/ledger.ts'
import { configVersionOf } from '../../src/config/config-version.ts'
import { saveScannedPlaces } from '../support/scanned-places.ts'
import { temporaryFile } from '../support/temporary-file.ts'
import { connectTo, startInstalled, TARGET } from './installed.ts'

const CONFIG_FILE = 'sandbox/amiops.config.yml'
const CONFIG = readFileSync(CONFIG_FILE, 'utf8')
const MINUTE = 60_000
const PLACES = ['123456789012/us-east-1', '123456789012/eu-west-1', '345678901234/us-east-1'].map(key => {
  const [account = '', region = ''] = key.split('/')
  return { account, region }
})

let world: World
let fresh: Installation
/** What the function behind the URL answers. */
let answer: (body: string) => { statusCode: number; body: string }
const nowMs = Date.now()

const challengeOf = (body: string): string => (JSON.parse(body) as { challenge: string }).challenge

beforeAll(async () => {
  world = await startInstalled({
    slack: { rateLimits: 'off' },
    configInS3: CONFIG,
    handlers: {
      slack: event => {
        const { body, isBase64Encoded } = event as { body: string; isBase64Encoded: boolean }
        return answer(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body)
      },
    },
  })
  const { stack, resources, concurrency, reserved, trails, rules } = world.installation
  fresh = structuredClone({ stack, resources, concurrency, reserved, trails, rules })
  const ledger = createLedger('amiops-sandbox')
  await saveScannedPlaces(ledger, PLACES, agoMs(2))
  await ledger.saveLastAnnounced({ atMs: nowMs, image: 'ami-1', state: 'available', afterMs: 900 })
})
beforeEach(() => {
  Object.assign(world.installation, structuredClone(fresh))
  world.installation.reserved.set('amiops-sandbox-slack', 20)
  world.faults.clear()
  answer = body => ({ statusCode: 200, body: challengeOf(body) })
})
afterAll(() => world.close())

const agoMs = (minutes: number): number => nowMs - minutes * MINUTE

const configWith = (...changes: [from: string | RegExp, to: string][]): string =>
  temporaryFile(
    'amiops.config.yml',
    changes.reduce((config, [from, to]) => {
      const changed = config.replace(from, to)
      if (changed === config) throw new Error(`Expected ${from} in the config.`)
      return changed
    }, CONFIG),
  )

/** What one check finds. */
const look = (name: string, file = CONFIG_FILE, target = TARGET): Promise<Finding[]> => {
  const check = CHECKS.find(one => one.name === name) as Check
  return check.run(createContext(target, file, nowMs))
}
const problem = (says: RegExp, todo: RegExp) => ({
  state: 'problem',
  says: expect.stringMatching(says),
  todo: expect.stringMatching(todo),
})
const note = (says: RegExp) => expect.objectContaining({ state: 'note', says: expect.stringMatching(says) })
const put = (Name: string, Value: string, Type: 'String' | 'SecureString' = 'SecureString') =>
  createContext(TARGET, CONFIG_FILE, nowMs).aws.ssm.send(
    new PutParameterCommand({ Name, Value, Type, Overwrite: true }),
  )
/** A parameter never changes its type: it is made again. */
const putAgain = async (Name: string, Value: string, Type?: 'String') => {
  await createContext(TARGET, CONFIG_FILE, nowMs).aws.ssm.send(new DeleteParameterCommand({ Name }))
  await put(Name, Value, Type)
}
const post = (path: string, body: object) =>
  fetch(`${world.url}/_sandbox${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const namesOf = (checked: readonly Checked[]) => checked.map(({ check }) => check)

test('an installation that lacks nothing has no problem, and each check has looked', async () => {
  const checked = await runDoctor(TARGET, CONFIG_FILE, nowMs)
  const findings = checked.flatMap(one => one.findings)
  expect(findings.filter(({ state }) => state === 'problem')).toEqual([])
  expect(namesOf(checked)).toEqual(CHECKS.map(({ name }) => name))
  expect(hasProblem(checked)).toBe(false)
})

test('where nothing is deployed, that and the secrets are missing; what hangs on them is left out', async () => {
  const checked = await runDoctor({ ...TARGET, stage: 'other' }, CONFIG_FILE, nowMs)
  const wrong = checked.filter(one => hasProblem([one]))
  expect(namesOf(wrong)).toEqual(['stack', 'parameters'])
  expect(wrong.flatMap(({ findings }) => findings)).toEqual([
    {
      ...problem(
        /Nothing is deployed in us-east-1 for stage other/,
        /npm run deploy -- --region us-east-1 --stage other/,
      ),
      isSolvedByDeploying: true,
    },
    problem(/\/amiops\/other\/slack-bot-token is missing/, /^read -rs .* put-parameter --region us-east-1/),
    problem(
      /\/amiops\/other\/slack-signing-secret is missing/,
      /^read -rs .* put-parameter --region us-east-1/,
    ),
  ])
  expect(namesOf(checked)).not.toContain('rules')
})

test('a check that AWS refuses is a problem, with the right that it takes', async () => {
  world.faults.add({ service: 'lambda', call: 'GetAccountSettings', error: 'AccessDeniedException' })
  const checked = await runDoctor(TARGET, CONFIG_FILE, nowMs)
  expect(checked.find(({ check }) => check === 'concurrency')?.findings).toEqual([
    problem(/could not be checked: AccessDeniedException/, /lambda:GetAccountSettings/),
  ])
})

describe('config', () => {
  test('faults and placeholders, each with its line', async () => {
    expect(await look('config', 'no-such-file.yml')).toEqual([problem(/cannot be read/, /AMIOPS_CONFIG/)])
    expect(await look('config', configWith(['fallback: ami-alerts', 'fallback: ""']))).toEqual([
      problem(/:\d+: channels\.fallback: expected/, /Correct the line/),
    ])
    expect(await look('config', configWith(['T0SANDBOX', 'T0000000000']))).toEqual([
      problem(/:\d+: slack\.workspace: expected your own/, /Correct the line.*npm run setup/),
    ])
  })

  test('credentials that are not taken: nothing that needs them is looked at', async () => {
    const url = process.env.AWS_ENDPOINT_URL_STS
    process.env.AWS_ENDPOINT_URL_STS = `${world.url}/_sandbox/no-such-service`
    const checked = await runDoctor(TARGET, CONFIG_FILE, nowMs)
    process.env.AWS_ENDPOINT_URL_STS = url
    expect(checked.find(({ check }) => check === 'credentials')?.findings).toEqual([
      problem(/could not be checked/, /aws sso login, AWS_PROFILE/),
    ])
    expect(namesOf(checked)).toEqual(['config', 'credentials'])
  })

  test('another account than that of the credentials', async () => {
    const file = configWith(["'123456789012'", "'999999999999'"])
    expect(await look('credentials', file)).toEqual([
      expect.objectContaining({ state: 'ok' }),
      problem(/account 999999999999 .* without a role/, /Correct the config/),
    ])
  })

  test('a placeholder in place of the account is reported once, as one', async () => {
    const file = configWith(["'123456789012'", "'000000000000'"])
    expect(await look('config', file)).toEqual([problem(/accounts\.0\.id: expected your own/, /Correct/)])
    expect(await look('credentials', file)).toEqual([expect.objectContaining({ state: 'ok' })])
  })
})

describe('region', () => {
  test('one without function URLs, and one that the config does not name', async () => {
    const inRegion = (region: string) => look('region', CONFIG_FILE, { ...TARGET, region })
    expect(await inRegion('eu-south-2')).toEqual([problem(/no Lambda function URLs/, /another region/)])
    expect(await inRegion('eu-north-1')).toEqual([note(/names eu-north-1 for no account/)])
  })
})

describe('concurrency', () => {
  test('a small quota, and a reservation that could be on', async () => {
    world.installation.reserved.clear()
    expect(await look('concurrency')).toEqual([
      {
        state: 'note',
        says: expect.stringMatching(/allows reserved concurrency, and it is off/),
        todo: expect.stringMatching(/template with ReserveConcurrency=true/),
      },
    ])
    world.installation.concurrency = { limit: 10, unreserved: 10 }
    expect(await look('concurrency')).toEqual([note(/quota in us-east-1 is 10 .* flood/)])
  })
})

describe('stack', () => {
  test('a deployment that failed, and another version', async () => {
    const { stack } = world.installation
    if (!stack) throw new Error('Expected a stack.')
    stack.status = 'UPDATE_ROLLBACK_COMPLETE'
    expect(await look('stack')).toEqual([
      problem(/is UPDATE_ROLLBACK_COMPLETE/, /say why\. Then: .*Without Node/),
    ])
    stack.status = 'ROLLBACK_COMPLETE'
    expect(await look('stack')).toEqual([
      problem(/is ROLLBACK_COMPLETE/, /npx osls remove --region us-east-1/),
    ])
    stack.status = 'UPDATE_COMPLETE'
    stack.outputs.Version = '0.0.1'
    expect(await look('stack')).toEqual([note(/Version 0\.0\.1 is deployed/)])
    stack.outputs.ConfigVersion = configVersionOf(CONFIG)
    expect(await look('stack')).toEqual([note(/Version 0\.0\.1 is deployed/)])
    expect(await look('stack', configWith(['above: 5', 'above: 6']))).toContainEqual(
      note(/not the one that was deployed/),
    )
  })

  test('a table that is no ledger, and one that may not be looked at', async () => {
    const { dynamoDb } = createContext(TARGET, CONFIG_FILE, nowMs).aws
    const TableName = 'amiops-strange'
    await dynamoDb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    )
    expect(await look('stack', CONFIG_FILE, { ...TARGET, stage: 'strange' })).toContainEqual(
      problem(/amiops-strange is not a ledger: its keys are id \(HASH\)/, /cannot be deployed before/),
    )
    world.faults.add({ service: 'dynamodb', call: 'DescribeTable', error: 'AccessDeniedException' })
    expect(await look('stack')).toContainEqual(note(/AccessDeniedException/))
  })

  test('a table of an earlier installation', async () => {
    world.installation.resources.delete('Ledger')
    expect(await look('stack')).toContainEqual(note(/amiops-sandbox of an earlier installation/))
  })
})

describe('config in S3', () => {
  const upload = (Body: string, Key = 'amiops.config.yml') =>
    createContext(TARGET, CONFIG_FILE, nowMs).aws.s3.send(
      new PutObjectCommand({ Bucket: 'amiops-sandbox', Key, Body }),
    )
  afterEach(() => upload(CONFIG))

  test('an installation of npm run deploy has none', async () => {
    delete world.installation.stack?.outputs.ConfigObject
    expect(await look('config in S3')).toEqual([])
  })

  test('faults and placeholders, each with its line, and one that is not the file here', async () => {
    const command =
      /aws s3 cp sandbox\/amiops\.config\.yml s3:\/\/amiops-sandbox\/amiops\.config\.yml --region us-east-1/
    await upload(CONFIG.replace('fallback: ami-alerts', 'fallback: ""'))
    expect(await look('config in S3')).toEqual([
      problem(/^s3:.*:\d+: channels\.fallback: expected/, /keep the last good config/),
    ])
    await upload(CONFIG.replace('T0SANDBOX', 'T0000000000'))
    expect(await look('config in S3')).toEqual([
      problem(/:\d+: slack\.workspace: expected your own/, command),
    ])
    await upload(`${CONFIG}# more\n`)
    expect(await look('config in S3')).toEqual([
      {
        state: 'note',
        says: expect.stringContaining('is not the one in S3'),
        todo: expect.stringMatching(command),
      },
    ])
  })

  test('no such object, and one that may not be read', async () => {
    const { stack } = world.installation
    if (!stack) throw new Error('Expected a stack.')
    stack.outputs.ConfigObject = 's3://amiops-sandbox/other.yml'
    expect(await look('config in S3')).toEqual([problem(/other\.yml is not there/, /aws s3 cp/)])
    world.faults.add({ service: 's3', call: 'GetObject', error: 'AccessDenied' })
    const checked = await runDoctor(TARGET, CONFIG_FILE, nowMs)
    expect(checked.find(({ check }) => check === 'config in S3')?.findings).toEqual([
      problem(/could not be checked: AccessDenied/, /s3:GetObject/),
    ])
  })

  test('another version of the template is upgraded as it was installed', async () => {
    const { stack } = world.installation
    if (!stack) throw new Error('Expected a stack.')
    stack.outputs.Version = '0.0.1'
    expect(await look('stack')).toContainEqual(
      expect.objectContaining({ todo: expect.stringContaining('Without Node') }),
    )
  })
})

describe('parameters', () => {
  test('parameters that may not be read', async () => {
    world.faults.add({ service: 'ssm', call: 'GetParameters', error: 'AccessDeniedException' })
    const checked = await runDoctor(TARGET, CONFIG_FILE, nowMs)
    expect(checked.find(({ check }) => check === 'parameters')?.findings).toEqual([
      problem(/could not be checked: AccessDeniedException/, /ssm:GetParameters .*kms:Decrypt/),
    ])
  })

  test('a token that is none, and a secret in plain text', async () => {
    await put('/amiops/sandbox/slack-bot-token', 'xapp-1')
    await putAgain('/amiops/sandbox/slack-signing-secret', 'sandbox-signing-secret', 'String')
    expect(await look('parameters')).toEqual([
      problem(/slack-bot-token is not the Bot User OAuth Token/, /--overwrite/),
      note(/plain text/),
    ])
    await put('/amiops/sandbox/slack-bot-token', 'xoxb-sandbox')
    await putAgain('/amiops/sandbox/slack-signing-secret', 'sandbox-signing-secret')
    expect(await look('parameters')).not.toContainEqual(expect.objectContaining({ state: 'problem' }))
  })
})

describe('slack app', () => {
  test('a token that Slack does not take', async () => {
    world.faults.add({ service: 'slack', call: 'auth.test', error: 'token_revoked' })
    expect(await look('slack app')).toEqual([
      problem(/does not take the token: token_revoked/, /Install the app/),
    ])
  })

  test('a token of another workspace, of another app, and no app in the config', async () => {
    expect(
      await look('slack app', configWith(['T0SANDBOX', 'T0OTHER'], ['E0SANDBOX', 'E0OTHER'])),
    ).toContainEqual(problem(/workspace T0SANDBOX, the config names T0OTHER/, /slack\.workspace/))
    expect(await look('slack app', configWith(['A0AMIOPS', 'A0OTHER']))).toContainEqual(
      problem(/app A0AMIOPS, the config names A0OTHER/, /slack\.app/),
    )
    expect(await look('slack app', configWith([/ {2}app: .*\n/, '']))).toContainEqual(note(/names no app/))
  })

  test('commercial Slack and GovSlack, where the config says the other', async () => {
    const gov = configWith(['  app: A0AMIOPS', '  gov: true\n  app: A0AMIOPS'])
    expect(await look('slack app', gov)).toContainEqual(
      problem(/`gov: true`.* not on GovSlack/, /Take gov: true/),
    )
    await post('/slack', { gov: true })
    expect(await look('slack app', gov)).not.toContainEqual(expect.objectContaining({ state: 'problem' }))
    expect(await look('slack app')).toContainEqual(problem(/is on GovSlack/, /Say gov: true/))
    await post('/slack', { gov: false })
  })

  test('an app of the organization: user groups and channels are looked for in its workspaces', async () => {
    const file = configWith(
      ['workspace: T0SANDBOX', 'workspace: E0SANDBOX'],
      ['workspaces: [E0SANDBOX]', 'workspaces: [T0SISTER, T0SANDBOX]'],
    )
    await post('/slack', { orgWide: true })
    for (const name of ['slack app', 'user groups', 'channels'])
      expect([name, await look(name, file)]).not.toEqual([
        name,
        expect.arrayContaining([expect.objectContaining({ state: 'problem' })]),
      ])
    expect(await look('slack app')).toContainEqual(
      problem(/one token of the organization/, /slack\.workspace/),
    )
    await post('/slack', { orgWide: false })
    expect(await look('slack app', file)).toContainEqual(
      problem(/token of one workspace/, /slack\.workspace/),
    )
  })

  test('a token without the scopes of the manifest', async () => {
    const poor = await startInstalled({ slack: { scopes: ['chat:write'] } })
    const found = await look('slack app')
    await poor.close()
    connectTo(world)
    expect(found).toContainEqual(problem(/lacks the scopes .*usergroups:read/, /install the app again/))
  })
})

describe('command', () => {
  test.each([
    [401, /refuses a request that is signed with the stored signing secret/, /clock/],
    [403, /answers 403/, /policy of the organisation/],
    [500, /answers 500/, /log/],
  ])('amiops answers %d', async (statusCode, says, todo) => {
    answer = () => ({ statusCode, body: '' })
    expect(await look('command')).toEqual([problem(says, todo)])
  })
})

describe('channels', () => {
  test('one that is not there, one without the bot, one that is archived', async () => {
    await post('/channels', { name: 'without-bot', botIsMember: false })
    await post('/channels', { name: 'old' })
    await post('/channels/old/archive', {})
    const file = configWith(
      ['available: ami-ready', 'available: nowhere'],
      ['failed: ami-alerts', 'failed: without-bot'],
      ['disabled: ami-alerts', 'disabled: old'],
    )
    expect(await look('channels', file)).toEqual(
      expect.arrayContaining([
        problem(/#nowhere: there is no such channel/, /\/invite/),
        problem(/#without-bot: the bot is not in it/, /\/invite/),
        problem(/#old is archived/, /Unarchive/),
        { state: 'ok', says: '#ami-audit' },
      ]),
    )
  })
})

describe('user groups', () => {
  test('one that is not there, an empty one, and a free plan', async () => {
    expect(await look('user groups', configWith([/S0OPERATORS/g, 'S0NONE']))).toEqual([
      problem(/S0NONE cannot be read: no_such_subteam/, /under roles/),
    ])
    expect(await look('user groups', configWith([/owner: S0OPERATORS/, 'owner: S0NONE']))).toContainEqual(
      problem(/S0NONE cannot be read/, /under families/),
    )
    world.faults.add({ service: 'slack', call: 'usergroups.users.list', error: 'plan_upgrade_required' })
    expect(await look('user groups')).toEqual([problem(/free plan/, /Name users/)])
    await post('/usergroups/ami-operators', { people: [] })
    expect(await look('user groups')).toEqual([note(/S0OPERATORS is empty/)])
    await post('/usergroups/ami-operators', { people: ['maria', 'alex'] })
  })
})

describe('rules', () => {
  test('one that is disabled, one that was deleted, one that the stack lacks', async () => {
    delete world.installation.stack?.outputs.ConfigObject
    world.installation.rules.set('ImageStateChangeRule', false)
    world.installation.rules.delete('ImageCallRule')
    world.installation.resources.delete('ScheduleEventsRuleSchedule1')
    const found = await look('rules')
    expect(found.filter(({ state }) => state === 'ok').map(({ says }) => says)).toEqual([
      'ParameterChangeRule is enabled.',
      'ParameterCallRule is enabled.',
      'ImageScanRule is enabled.',
      'MembersRule is enabled.',
    ])
    expect(found.filter(({ state }) => state !== 'ok')).toEqual([
      problem(
        /ImageStateChangeRule is disabled: events of images/,
        /aws events enable-rule --region us-east-1/,
      ),
      problem(/ImageCallRule was deleted: nobody learns/, /npm run deploy/),
      problem(/ScheduleEventsRuleSchedule1 is missing: the reconciliation/, /npm run deploy/),
    ])
  })
})

describe('accounts', () => {
  const scanned = async (minutes: number, places = PLACES, file = CONFIG_FILE) => {
    const ledger = createLedger('amiops-sandbox')
    await ledger.forgetPlaces(PLACES)
    await saveScannedPlaces(ledger, places, agoMs(minutes))
    const found = await look('accounts', file)
    await saveScannedPlaces(ledger, PLACES, agoMs(2))
    return found
  }

  test('a reconciliation that stopped', async () => {
    expect(await scanned(20)).toEqual([
      problem(/last reconciliation was 20 min ago/, /amiops-sandbox-schedule/),
    ])
  })

  test('a clock that is behind says nothing about the reconciliation', async () => {
    expect(await scanned(-20)).toEqual([
      problem(/20 min in the future by this machine’s clock/, /Set the clock/),
    ])
  })

  test('a place that nobody has scanned yet is worth a note, one whose scan does not come is a problem', async () => {
    const place = /in 1 account and region: staging us-east-1\./
    expect(await scanned(2, PLACES.slice(0, -1))).toEqual([
      expect.objectContaining({ state: 'ok' }),
      note(place),
    ])
    const ledger = createLedger('amiops-sandbox')
    await saveScannedPlaces(ledger, PLACES, agoMs(2))
    await ledger.savePlacesAsked(PLACES.slice(-1), agoMs(1))
    const waiting = note(/^The scans of 1 account-regions are under way/)
    expect(await look('accounts')).toEqual([expect.objectContaining({ state: 'ok' }), waiting])
    await ledger.savePlacesAsked(
      PLACES.slice(-1).map(one => ({ ...one, waitsSinceMs: agoMs(17) })),
      agoMs(1),
    )
    expect(await look('accounts')).toContainEqual(
      problem(/^The scan of 1 account and region was asked for more than a quarter/, /ScansAgeAlarm/),
    )
    await saveScannedPlaces(ledger, PLACES, agoMs(0))
  })

  test('accounts whose role cannot be assumed are named once, all of them', async () => {
    const ids = Array.from({ length: 7 }, (_, at) => `21098765432${at}`)
    const others = ids
      .map(
        id =>
          `  - id: '${id}'\n    role: arn:aws:iam::${id}:role/act\n    readRole: arn:aws:iam::${id}:role/read\n    regions: [us-east-1]\n`,
      )
      .join('')
    const scan = {
      askedAtMs: nowMs,
      startedAtMs: nowMs,
      tookMs: 1,
      images: 0,
      seenLate: 0,
      failure: { name: 'AccessDenied', times: 1 },
    }
    const file = configWith([/^accounts:\n/m, `accounts:\n${others}`])
    const ledger = createLedger('amiops-sandbox')
    const seen = await ledger.readPlaces()
    const context = {
      ...createContext(TARGET, file, nowMs),
      ledger: {
        ...ledger,
        readPlaces: async () => [...seen, ...ids.map(account => ({ account, region: 'us-east-1', scan }))],
      },
    }
    const told = (await CHECKS.find(one => one.name === 'accounts')?.run(context)) ?? []
    expect(told.filter(({ state }) => state === 'problem')).toEqual([
      problem(
        /^7 accounts can’t be read, .*AccessDenied.*: 210987654320, .*210987654326\.$/,
        /^Run `npm run members`/,
      ),
    ])
  })

  test('a list of the organization’s accounts that cannot be read', async () => {
    const ledger = createLedger('amiops-sandbox')
    const lost = { organization: '', accounts: [], listedAtMs: 0, version: 0 }
    const file = configWith([
      /^accounts:\n/m,
      'organization:\n  id: o-a1b2c3d4e5\n  regions: [us-east-1]\naccounts:\n',
    ])
    const context = {
      ...createContext(TARGET, file, nowMs),
      ledger: {
        ...ledger,
        readMembers: async () => ({
          ...lost,
          fault: { kind: 'damaged' as const, why: 'The item cannot be read.', isLost: true as const },
        }),
      },
    }
    const told = (await CHECKS.find(one => one.name === 'accounts')?.run(context)) ?? []
    expect(told).toContainEqual(
      problem(
        /in the ledger is damaged: The item cannot be read\. Only the accounts of the config are in use\.$/,
        /^Wait ten minutes/,
      ),
    )
  })

  test('none yet', async () => {
    const ledger = {
      readLastRun: async () => undefined,
      readPlaces: async () => [],
      readMembers: async () => undefined,
      readUnknownAccounts: async () => [],
      readLastAnnounced: async () => undefined,
      readHomesOpenedSince: async () => [],
    }
    const context = { ...createContext(TARGET, CONFIG_FILE, nowMs), ledger }
    const run = (name: string) => CHECKS.find(one => one.name === name)?.run(context)
    expect(await run('accounts')).toEqual([note(/No reconciliation has ended yet/)])
    expect(await run('last event')).toEqual([note(/No event has been announced yet/)])
    expect(await run('slack events')).toEqual([note(/The events URL has never received an event/)])
  })

  test('somebody has opened the Home tab: Slack’s events arrive', async () => {
    const person = { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' }
    const context = {
      ...createContext(TARGET, CONFIG_FILE, nowMs),
      ledger: {
        readLastRun: async () => undefined,
        readPlaces: async () => [],
        readMembers: async () => undefined,
        readUnknownAccounts: async () => [],
        readLastAnnounced: async () => undefined,
        readHomesOpenedSince: async () => [{ person, version: 1, openedAtMs: nowMs - 2 * 3_600_000 }],
      },
    }
    const check = CHECKS.find(one => one.name === 'slack events')
    const says = 'Slack’s events arrive: somebody opened the app’s Home tab 2 h ago.'
    expect(await check?.run(context)).toEqual([{ state: 'ok', says }])
  })
})

describe('aliases', () => {
  test('one that can be set, one that is not there, one of data type text, one behind a role', async () => {
    const version = { version: 1, value: 'ami-1', modifiedAtMs: 0, modifiedBy: 'sam', labels: [] }
    const where = { account: '123456789012', region: 'us-east-1', name: '/golden/payments-base/dev' }
    const alias = { ...where, type: 'String' as const, dataType: 'aws:ec2:image' as const }
    world.ec2.fleet.parameters.push({ ...alias, versions: [version] })
    await post('/parameters', { name: '/golden/payments-base/prod', value: 'ami-1', dataType: 'text' })
    expect(await look('aliases')).toEqual([
      { state: 'ok', says: 'dev of payments-base in production us-east-1: /golden/payments-base/dev' },
      problem(
        /prod of payments-base in production us-east-1 cannot be set: \/golden\/payments-base\/prod is a String of data type text/,
        /Delete it/,
      ),
      note(/dev of payments-base in production eu-west-1 is not there yet: \/golden\/payments-base\/dev/),
      note(/prod of payments-base in production eu-west-1 is not there yet/),
      note(/2 aliases in staging were not read: that takes its role/),
    ])
    world.ec2.fleet.parameters.length = 0
  })

  test('parameters that may not be read are a problem, with the right that it takes', async () => {
    world.faults.add({ service: 'ssm', call: 'GetParameters', error: 'AccessDeniedException', times: 9 })
    const checked = await runDoctor(TARGET, CONFIG_FILE, nowMs)
    expect(checked.find(({ check }) => check === 'aliases')?.findings).toEqual([
      problem(/AccessDenied/, /ssm:GetParameters on the parameters of the aliases/),
    ])
  })
})

describe('the command', () => {
  const run = async (...args: string[]) => {
    const command = [
      '--import',
      'tsx',
      'scripts/doctor.ts',
      '--region',
      'us-east-1',
      '--stage',
      'sandbox',
      ...args,
    ]
    const child = spawn(process.execPath, command, { env: { ...process.env, AMIOPS_CONFIG: CONFIG_FILE } })
    const stdout = await text(child.stdout)
    return { stdout, code: child.exitCode ?? (await once(child, 'exit'))[0] }
  }

  test('what lacks nothing ends with exit code 0, a problem with 1; --json is for machines', async () => {
    const good = await run('--json')
    expect(JSON.parse(good.stdout)).toMatchObject({ ok: true, region: 'us-east-1', stage: 'sandbox' })
    expect(good.code).toBe(0)
    world.installation.rules.set('ImageStateChangeRule', false)
    const bad = await run('--json')
    expect(JSON.parse(bad.stdout)).toMatchObject({
      ok: false,
      checks: expect.arrayContaining([
        { check: 'rules', findings: expect.arrayContaining([expect.objectContaining({ state: 'problem' })]) },
      ]),
    })
    expect(bad.code).toBe(1)
    const forPeople = await run()
    expect(forPeople.stdout).toMatch(/rules\n {2}✗ The rule .* is disabled.*\n {6}aws events enable-rule/)
    expect(forPeople.code).toBe(1)
  })
})

test('a dead letter is counted, with the command that brings it back', async () => {
  const { aws } = createContext(TARGET, CONFIG_FILE, nowMs)
  const { QueueUrl } = await aws.sqs.send(
    new GetQueueUrlCommand({ QueueName: 'amiops-sandbox-events-dead-letters' }),
  )
  await aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }))
  expect(await look('dead letters')).toEqual([
    problem(/events: 1 waits/, /npm run redrive -- events --region us-east-1 --stage sandbox/),
    { state: 'ok', says: 'requests: none' },
  ])
})

describe('e-mail', () => {
  test('off is a note, and a problem where a rule wants it', async () => {
    const { stack } = world.installation
    if (!stack) throw new Error('Expected a stack.')
    delete stack.outputs.FallbackTopicArn
    expect(await look('e-mail')).toEqual([note(/nothing is sent by e-mail/)])
    const file = configWith(['    mention: S0ONCALL', '    mention: S0ONCALL\n    sns: true'])
    expect(await look('e-mail', file)).toEqual([problem(/`sns: true`/, /template with FallbackEmail=true/)])
    delete stack.outputs.ConfigObject
    expect(await look('e-mail', file)).toEqual([
      problem(/`sns: true`/, /npm run deploy .*--param fallbackTopic=true/),
    ])
  })

  test('on, and nobody has subscribed, or confirmed it', async () => {
    const topic = world.sns.topics.get(world.installation.stack?.outputs.FallbackTopicArn ?? '')
    if (!topic) throw new Error('Expected the fallback topic.')
    expect(await look('e-mail')).toEqual([expect.objectContaining({ state: 'ok' })])
    Object.assign(topic, { confirmed: 0, pending: 0 })
    expect(await look('e-mail')).toEqual([problem(/Nobody has subscribed/, /aws sns subscribe .*-fallback/)])
    Object.assign(topic, { pending: 1 })
    expect(await look('e-mail')).toEqual([problem(/Nobody has confirmed/, /Subscription Confirmation/)])
    Object.assign(topic, { confirmed: 1, pending: 0 })
  })
})

describe('trails', () => {
  test.each([
    ['no trail', []],
    ['one elsewhere', [{ region: 'ap-south-1', isMultiRegion: false, isLogging: true, logsWrites: true }]],
    [
      'one that is stopped',
      [{ region: 'us-east-1', isMultiRegion: true, isLogging: false, logsWrites: true }],
    ],
    ['one of reads', [{ region: 'us-east-1', isMultiRegion: true, isLogging: true, logsWrites: false }]],
  ])('%s is a note in each region: amiops works without', async (_what, found) => {
    world.installation.trails = found.map(trail => ({ name: 'trail', ...trail }))
    expect(await look('trails')).toEqual([note(/us-east-1 has no trail/), note(/eu-west-1 has no trail/)])
  })
})
