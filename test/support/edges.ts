import { readFileSync } from 'node:fs'
import { devNull } from 'node:os'
import { accessKeyIdOf, DEFAULT_ACCOUNT, writeSessionToken } from '../../sandbox/aws/caller.ts'
import { roleNameOf } from '../../sandbox/aws/deployment/function-roles.ts'
import type { World } from '../../sandbox/world.ts'
import { createAccountCredentials } from '../../src/aws/ec2/account-credentials.ts'
import { createEc2EdgesWhenNeeded } from '../../src/aws/ec2/ec2-when-needed.ts'
import { createAccounts } from '../../src/aws/ec2/guard-accounts.ts'
import { createReadOwnAccount } from '../../src/aws/http/own-account.ts'
import { createLedger } from '../../src/aws/ledger/ledger.ts'
import { createQueues } from '../../src/aws/sqs/queues.ts'
import { createAliases } from '../../src/aws/ssm/aliases.ts'
import { createActorSessions } from '../../src/aws/sts/actor-sessions.ts'
import { createAssumeForChange } from '../../src/aws/sts/assume-for-change.ts'
import { parseConfig } from '../../src/config/parse-config.ts'
import type { Config } from '../../src/domain/config.ts'
import type { Clock } from '../../src/ports.ts'
import { createMessenger } from '../../src/slack/messenger.ts'
import { silentLog } from './silent-log.ts'

/** The sandbox's config. */
const readOwnConfig = (): Config => {
  const parsed = parseConfig(readFileSync('sandbox/amiops.config.yml', 'utf8'))
  if (!parsed.ok) throw new Error(parsed.faults.map(fault => fault.expected).join('\n'))
  return parsed.config
}

/** The credentials of the function that changes images. */
const REQUESTS = {
  accessKeyId: accessKeyIdOf(DEFAULT_ACCOUNT),
  secretAccessKey: 'sandbox',
  sessionToken: writeSessionToken({
    type: 'AssumedRole',
    role: roleNameOf('requests', 'us-east-1'),
    session: 'amiops-sandbox-requests',
  }),
}

/** The real adapters, connected to a world, with a clock that the test holds. */
export const connectEdges = (world: World, clock: Clock) => {
  Object.assign(process.env, {
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ENDPOINT_URL_EC2: `${world.url}/ec2`,
    AWS_ENDPOINT_URL_AUTO_SCALING: `${world.url}/autoscaling`,
    AWS_ENDPOINT_URL_DYNAMODB: `${world.url}/dynamodb`,
    AWS_ENDPOINT_URL_STS: `${world.url}/sts`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: REQUESTS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: REQUESTS.secretAccessKey,
    AWS_SESSION_TOKEN: REQUESTS.sessionToken,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  })
  const config = readOwnConfig()
  const signing = { region: 'us-east-1', ...REQUESTS }
  const openSession = createActorSessions({
    accounts: config.accounts,
    ownRoleArn: 'arn:aws:iam::123456789012:role/amiops-sandbox-actor',
    assume: createAssumeForChange(),
    nowMs: clock.nowMs,
    log: silentLog,
  })
  const [table] = [...world.deployment.tables.values()]
  if (!table) throw new Error('Expected the deployment to hold a table, got none.')
  const credentialsOf = createAccountCredentials(config.accounts, clock.nowMs)
  const urls = [...world.sqs.queues.values()].map(queue => queue.url)
  const urlOf = (end: RegExp): string => urls.find(url => end.test(url)) ?? ''
  return {
    config,
    configVersion: 'test',
    queues: createQueues(
      signing,
      {
        events: urlOf(/-events$/),
        requests: urlOf(/-requests\.fifo$/),
        scans: urlOf(/-scans$/),
        'events dead letters': urlOf(/-events-dead-letters$/),
        'requests dead letters': urlOf(/-requests-dead-letters\.fifo$/),
      },
      `${world.url}/sqs`,
      clock.nowMs,
    ),
    clock,
    log: silentLog,
    accounts: createAccounts(config.accounts, createReadOwnAccount(signing, `${world.url}/sts`)),
    ...createEc2EdgesWhenNeeded(
      config.accounts,
      credentialsOf,
      openSession,
      signing,
      `${world.url}/rbin`,
      `${world.url}/kms`,
      `${world.url}/inspector2`,
    ),
    aliases: createAliases({
      own: signing,
      credentialsOf,
      openSession,
      endpoint: `${world.url}/ssm`,
      nowMs: clock.nowMs,
    }),
    ledger: createLedger(String(table.TableName)),
    messenger: createMessenger({
      token: async () => 'xoxb-sandbox',
      slackApiUrl: `${world.url}/slack/api/`,
      appId: config.appId,
      log: silentLog,
    }),
  }
}
