import { spawn } from 'node:child_process'
import { devNull } from 'node:os'
import { STUB_SECRET } from './stub.ts'

/** What a function finds in Lambda, with every service at one address. */
export const functionEnvironment = (stubUrl: string): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  SLACK_SIGNING_SECRET: STUB_SECRET,
  SLACK_BOT_TOKEN: 'xoxb-bench',
  SLACK_API_URL: `${stubUrl}/slack/api/`,
  AMIOPS_TABLE: 'amiops-bench',
  AMIOPS_REQUESTS_QUEUE_URL: `${stubUrl}/requests.fifo`,
  AMIOPS_EVENTS_QUEUE_URL: `${stubUrl}/events`,
  AMIOPS_SCANS_QUEUE_URL: `${stubUrl}/scans`,
  AWS_ENDPOINT_URL: stubUrl,
  AWS_ENDPOINT_URL_EC2: `${stubUrl}/ec2`,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIABENCH',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_SESSION_TOKEN: 'bench',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_LAMBDA_FUNCTION_NAME: 'amiops-bench',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
})

const LIMIT_MS = 120_000

/** Runs a script of `bench/children` in a node of its own. @returns what it wrote as its last line, read as JSON */
export const runChild = <T>(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
): Promise<T> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...nodeOptions, `bench/children/${script}`, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    })
    let out = ''
    let err = ''
    child.stdout.on('data', chunk => {
      out += chunk
    })
    child.stderr.on('data', chunk => {
      err += chunk
    })
    child.on('error', reject)
    child.on('close', code => {
      if (code === 0) resolve(JSON.parse(out.trim().split('\n').at(-1) ?? '') as T)
      else reject(new Error(`${script} ${args.join(' ')} ended with ${code}:\n${err || out}`))
    })
  })
