import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { World } from '../../sandbox/world.ts'
import { hindranceOf, obstacleOf } from '../../scripts/check-stack.ts'
import { temporaryFile } from '../support/temporary-file.ts'
import { NO_CREDENTIALS, startInstalled, TARGET } from './installed.ts'

const CONFIG = readFileSync('sandbox/amiops.config.yml', 'utf8')

let world: World

beforeAll(async () => {
  world = await startInstalled({ configInS3: CONFIG })
})
beforeEach(() => world.faults.clear())
afterAll(() => world.close())

/** `npm run deploy` over the world's stack. What is refused is refused before anything is built. */
const deploy = (config = CONFIG, more: NodeJS.ProcessEnv = {}) =>
  new Promise<{ code: number | string | undefined; stderr: string }>(resolve => {
    const { region, stage } = TARGET
    const args = ['--import', 'tsx', 'scripts/package.ts', 'deploy', '--region', region, '--stage', stage]
    const env = { ...process.env, AMIOPS_CONFIG: temporaryFile('amiops.config.yml', config), ...more }
    execFile(process.execPath, args, { env }, (error, _stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
    )
  })

test('a config that names another account than the credentials’ is not deployed: both ids are named', async () => {
  const { code, stderr } = await deploy(CONFIG.replace("id: '123456789012'", "id: '999999999999'"))
  expect(code).toBe(1)
  expect(stderr).toContain('amiops was not deployed:')
  expect(stderr).toMatch(/999999999999 \(production\) .* 123456789012/)
})

test('without credentials it ends with one sentence', async () => {
  const { code, stderr } = await deploy(CONFIG, NO_CREDENTIALS)
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /^amiops was not deployed:\nAWS does not take your credentials \(Credentials.*aws sso login.*\n$/,
  )
})

test('a stack that the template made is not deployed over, and how to go on is said', async () => {
  const { code, stderr } = await deploy()
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /^amiops was not deployed\. The stack amiops-sandbox in us-east-1 is installed from the template, with its config in s3:\/\/amiops-sandbox\/amiops\.config\.yml/,
  )
  const page = readFileSync('docs/install.md', 'utf8')
  const headings = [...stderr.matchAll(/"([^"]+)"/g)].map(([, heading]) => heading)
  expect(headings).toEqual(['Without Node', 'From the template to npm run deploy'])
  for (const heading of headings) expect(page).toMatch(new RegExp(`^##+ ${heading}$`, 'm'))
})

test('where CloudFormation does not say, nothing is deployed', async () => {
  world.faults.add({ service: 'cloudformation', call: 'DescribeStacks', error: 'AccessDenied' })
  const { code, stderr } = await deploy()
  expect(code).toBe(1)
  expect(stderr).toMatch(/could not be found out \(AccessDenied.*It takes cloudformation:DescribeStacks/)
})

describe('a stack of npm run deploy', () => {
  test.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'UPDATE_FAILED'])(
    'that is %s is deployed over, as is none',
    status => {
      expect(obstacleOf({ status, outputs: {} }, TARGET)).toBeUndefined()
      expect(obstacleOf(undefined, TARGET)).toBeUndefined()
    },
  )

  test.each([
    ['ROLLBACK_COMPLETE', /Remove it .*npx osls remove --region us-east-1 --stage sandbox$/],
    ['REVIEW_IN_PROGRESS', /Remove it/],
    ['DELETE_FAILED', /Remove it/],
    ['UPDATE_ROLLBACK_FAILED', /continue-update-rollback --region us-east-1 --stack-name amiops-sandbox$/],
    ['UPDATE_IN_PROGRESS', /wait until it has ended/],
  ])('that is %s is not, and what to do is said', (status, todo) => {
    expect(hindranceOf({ status }, TARGET)).toMatch(todo)
    expect(obstacleOf({ status, outputs: {} }, TARGET)).toMatch(new RegExp(`is ${status}\\. `))
  })
})
