import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { DeleteParametersCommand } from '@aws-sdk/client-ssm'
import type { World } from '../../sandbox/world.ts'
import { identityOf } from '../../scripts/app-identity.ts'
import { createContext } from '../../scripts/doctor/context.ts'
import { hasProblem, runDoctor } from '../../scripts/doctor/run-doctor.ts'
import { findPlaceholders } from '../../scripts/find-placeholders.ts'
import { InvalidCredentials } from '../../scripts/own-account.ts'
import { type Ask, nobody, Unanswered } from '../../scripts/setup/ask.ts'
import { type SetupNeeds, SetupStopped } from '../../scripts/setup/needs.ts'
import { QUESTIONS } from '../../scripts/setup/questions.ts'
import { runSetup } from '../../scripts/setup/run-setup.ts'
import { configVersionOf } from '../../src/config/config-version.ts'
import { parseConfig } from '../../src/config/parse-config.ts'
import { temporaryFile } from '../support/temporary-file.ts'
import { NO_CREDENTIALS, startInstalled, TARGET } from './installed.ts'

const SHIPPED = readFileSync('amiops.config.yml', 'utf8')
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

const ANSWERS = {
  workspace: 'T0SANDBOX',
  'images-channel': '#ami-ready',
  'alerts-channel': 'ami-alerts',
  'audit-channel': 'ami-audit',
  operators: 'S0OPERATORS',
  approvers: 'U0ALEX',
  account: '123456789012',
  regions: 'us-east-1, eu-west-1',
}
const SECRETS = { botToken: 'xoxb-sandbox', signingSecret: 'sandbox-signing-secret' }
const NO_SECRETS = { botToken: undefined, signingSecret: undefined }

let world: World
let file: string
let deployments: number
let said: string[]

/** A world with nothing of amiops in it. */
beforeEach(async () => {
  world = await startInstalled({
    slack: { rateLimits: 'off' },
    handlers: {
      slack: event => {
        const { body, isBase64Encoded } = event as { body: string; isBase64Encoded: boolean }
        const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body
        return { statusCode: 200, body: (JSON.parse(text) as { challenge: string }).challenge }
      },
    },
  })
  world.installation.stack = undefined
  file = temporaryFile('amiops.config.yml', SHIPPED)
  deployments = 0
  said = []
  const { aws, tokenName, signingSecretName } = createContext(TARGET, file, 0)
  await aws.ssm.send(new DeleteParametersCommand({ Names: [tokenName, signingSecretName] }))
})
afterEach(() => world.close())

const needs = (more: Partial<SetupNeeds> = {}): SetupNeeds => ({
  target: TARGET,
  configFile: file,
  answers: ANSWERS,
  secrets: SECRETS,
  identity: identityOf(TARGET.stage),
  ask: nobody,
  say: words => said.push(words),
  waitForPerson: async () => false,
  nowMs: Date.now,
  async deploy() {
    deployments += 1
    const ConfigVersion = configVersionOf(readFileSync(file, 'utf8'))
    const outputs = { SlackRequestUrl: `${world.url}/bot/`, Version: version, ConfigVersion }
    world.installation.stack = { status: 'CREATE_COMPLETE', outputs }
    return true
  },
  ...more,
})

const cardsIn = async (channel: string) =>
  (await (await fetch(`${world.url}/_sandbox/channels/${channel}/messages`)).json()) as { text: string }[]
const secretsNow = () => createContext(TARGET, file, 0).secrets()

test('from nothing to green with options alone, and again without change', async () => {
  expect(await runSetup(needs())).toBe(true)
  const config = readFileSync(file, 'utf8')
  expect(findPlaceholders(config)).toEqual([])
  expect(parseConfig(config)).toMatchObject({
    ok: true,
    config: {
      workspaceId: 'T0SANDBOX',
      appId: 'A0AMIOPS',
      command: '/ami-sandbox',
      channels: { available: 'ami-ready', fallback: 'ami-alerts', audit: 'ami-audit' },
      roles: { operator: { userGroups: ['S0OPERATORS'] }, approver: { users: ['U0ALEX'] } },
      accounts: [{ id: '123456789012', regions: ['us-east-1', 'eu-west-1'] }],
    },
  })
  // Every comment is there still, but those that named the app and its command.
  const comments = (text: string) => text.split('\n').flatMap(line => line.match(/#.*$/) ?? [])
  expect(comments(config)).toEqual(
    comments(SHIPPED).map(line => line.replace(/^# (app: A0123456789|command: \/ami-staging) #/, '#')),
  )
  // Once for the address, and once with the app's id.
  expect(deployments).toBe(2)
  expect((await cardsIn('ami-ready')).map(({ text }) => text)).toEqual([
    expect.stringContaining('amiops is installed'),
  ])
  expect(hasProblem(await runDoctor(TARGET, file, Date.now()))).toBe(false)

  expect(await runSetup(needs())).toBe(false)
  expect(readFileSync(file, 'utf8')).toBe(config)
  expect(deployments).toBe(2)
  expect(await cardsIn('ami-ready')).toHaveLength(1)
})

test('a person answers, reads one manifest with the real address, and invites the bot', async () => {
  await fetch(`${world.url}/_sandbox/channels`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'images', botIsMember: false }),
  })
  const typed: Record<string, string> = { ...ANSWERS, 'images-channel': 'images' }
  const secrets = [SECRETS.botToken, SECRETS.signingSecret]
  const ask: Ask = {
    text: async (question, offered) =>
      (/--([\w-]+)$/.exec(question)?.[1] === 'account'
        ? offered
        : typed[/--([\w-]+)$/.exec(question)?.[1] ?? '']) ?? '',
    secret: async () => secrets.shift() ?? '',
    confirm: async () => false,
  }
  const asked: string[] = []
  const stopped = runSetup(
    needs({
      answers: {},
      secrets: NO_SECRETS,
      identity: { ...identityOf(TARGET.stage), command: '/ami-test' },
      ask,
      async waitForPerson(what) {
        asked.push(what)
        return asked.length < 3
      },
    }),
  )
  await expect(stopped).rejects.toThrow(SetupStopped)
  expect(asked).toHaveLength(3)
  expect(asked[0]).toMatch(/#images: the bot is not in it.\s+Type in it: \/invite @amiops/)
  const manifests = said.filter(words => words.startsWith('{'))
  expect(manifests).toHaveLength(1)
  expect(JSON.parse(manifests[0] ?? '')).toMatchObject({
    settings: { interactivity: { request_url: `${world.url}/bot/` } },
    display_information: { name: 'amiops (sandbox)', background_color: expect.not.stringMatching('#14434a') },
    features: { slash_commands: [{ command: '/ami-test' }], bot_user: { display_name: 'amiops-sandbox' } },
  })
  // The next run goes on there, and asks nothing.
  const config = readFileSync(file, 'utf8')
  await expect(runSetup(needs({ answers: {}, secrets: NO_SECRETS }))).rejects.toThrow(/#images/)
  expect(readFileSync(file, 'utf8')).toBe(config)
})

test('an answer that is missing or wrong is named with its option', async () => {
  const { workspace: _, ...rest } = ANSWERS
  await expect(runSetup(needs({ answers: rest }))).rejects.toThrow(Unanswered)
  await expect(runSetup(needs({ answers: rest }))).rejects.toThrow(/--workspace/)
  await expect(runSetup(needs({ answers: { ...ANSWERS, operators: 'maria' } }))).rejects.toThrow(
    /Expected --operators to be ids of people/,
  )
  expect(readFileSync(file, 'utf8')).toBe(SHIPPED)
  expect(deployments).toBe(0)
})

test('a deployment that does not succeed ends it, and the next run goes on there', async () => {
  await expect(runSetup(needs({ deploy: async () => false }))).rejects.toThrow(/deployment did not succeed/)
  expect((await secretsNow()).size).toBe(0)
  expect(await runSetup(needs())).toBe(true)
})

test('credentials that AWS does not take end it before anything is written', async () => {
  process.env.AWS_ENDPOINT_URL_STS = `${world.url}/_sandbox/no-such-service`
  await expect(runSetup(needs())).rejects.toThrow(InvalidCredentials)
  await expect(runSetup(needs())).rejects.toThrow(/does not take your credentials .*aws sso login/)
  expect(readFileSync(file, 'utf8')).toBe(SHIPPED)
})

test('a stack that cannot be deployed over is not, and what to do is said', async () => {
  world.installation.stack = { status: 'ROLLBACK_COMPLETE', outputs: {} }
  const stopped = runSetup(needs())
  await expect(stopped).rejects.toThrow(SetupStopped)
  await expect(stopped).rejects.toThrow(/was not deployed\.\n.* is ROLLBACK_COMPLETE\.\n.*npx osls remove/)
  expect(deployments).toBe(0)
})

test('over a stack of the template it deploys nothing: the config is to be uploaded', async () => {
  const outputs = { SlackRequestUrl: `${world.url}/bot/`, ConfigObject: 's3://amiops-sandbox/trial.yml' }
  world.installation.stack = { status: 'CREATE_COMPLETE', outputs }
  expect(await runSetup(needs())).toBe(true)
  expect(deployments).toBe(0)
  expect(said).toContainEqual(
    expect.stringMatching(
      /names the app A0AMIOPS now\. aws s3 cp .*amiops\.config\.yml s3:\/\/amiops-sandbox\/trial\.yml/,
    ),
  )
})

test('a token that Slack does not take yet is waited for', async () => {
  world.faults.add({ service: 'slack', call: 'auth.test', error: 'account_inactive' })
  const asked: string[] = []
  const waitForPerson = async (what: string) => asked.push(what) > 0
  expect(await runSetup(needs({ waitForPerson }))).toBe(true)
  expect(asked).toEqual([expect.stringMatching(/account_inactive.*Install the app/)])
})

test('a secret that is stored is overwritten only if that is confirmed', async () => {
  await runSetup(needs())
  const secrets = { ...SECRETS, signingSecret: 'another-signing-secret' }
  const confirming = (answer: boolean): Ask => ({ ...nobody, confirm: async () => answer })
  const stored = async () => (await secretsNow()).get('/amiops/sandbox/slack-signing-secret')?.value
  await expect(runSetup(needs({ secrets }))).rejects.toThrow(Unanswered)
  expect(await runSetup(needs({ secrets, ask: confirming(false) }))).toBe(false)
  expect(await stored()).toBe(SECRETS.signingSecret)
  expect(await runSetup(needs({ secrets, ask: confirming(true) }))).toBe(true)
  expect(await stored()).toBe(secrets.signingSecret)
})

test('people and user groups may be mixed, and everything that is open has a question', () => {
  const filled = QUESTIONS.reduce(
    (config, { option, fill }) =>
      fill(config, { ...ANSWERS, operators: 'U0MARIA, S0OPERATORS' }[option as keyof typeof ANSWERS]),
    SHIPPED,
  )
  expect(findPlaceholders(filled)).toEqual([])
  expect(parseConfig(filled)).toMatchObject({
    config: { roles: { operator: { users: ['U0MARIA'], userGroups: ['S0OPERATORS'] } } },
  })
})

test('GovSlack: the config says so, and the app is created on slack-gov.com', async () => {
  await fetch(`${world.url}/_sandbox/slack`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ gov: true }),
  })
  const secrets = [SECRETS.botToken, SECRETS.signingSecret]
  const ask = { ...nobody, secret: async () => secrets.shift() ?? '' }
  expect(await runSetup(needs({ isGovSlack: true, secrets: NO_SECRETS, ask }))).toBe(true)
  expect(readFileSync(file, 'utf8')).toMatch(/^ {2}gov: true/m)
  expect(said.join('\n')).toContain('Create the app at https://api.slack-gov.com/apps > Create New App')
})

describe('the command', () => {
  const run = (more: NodeJS.ProcessEnv = {}) =>
    new Promise<{ code: number; stdout: string; stderr: string }>(resolve => {
      const place = ['--region', TARGET.region, '--stage', TARGET.stage]
      const args = ['--import', 'tsx', 'scripts/setup.ts', ...place, '--no-input']
      const env = { ...process.env, AMIOPS_CONFIG: file, ...more }
      const child = execFile(process.execPath, args, { env }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      )
      child.stdin?.end()
    })

  test('over what is installed it changes nothing, and ends with the doctor', async () => {
    await runSetup(needs())
    const config = readFileSync(file, 'utf8')
    const { code, stdout, stderr } = await run()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^config\n[\s\S]*No problems found\.\n$/)
    expect(readFileSync(file, 'utf8')).toBe(config)
  })

  test('an answer that nobody gives, and credentials that nobody has, end it with one line', async () => {
    expect(await run()).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^This is still to be answered: .*--workspace\n$/),
    })
    expect(await run(NO_CREDENTIALS)).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^AWS does not take your credentials .*\n$/),
    })
  })
})
