import { createAccountCredentials } from './aws/ec2/account-credentials.ts'
import { createEc2EdgesWhenNeeded } from './aws/ec2/ec2-when-needed.ts'
import { createAccounts, guardAccounts } from './aws/ec2/guard-accounts.ts'
import { createRoleCredentials } from './aws/ec2/role-credentials.ts'
import { createReadOwnAccount } from './aws/http/own-account.ts'
import { createSecretsReader } from './aws/http/parameters.ts'
import { createReadStoredText } from './aws/http/stored-object.ts'
import { createKeptChanges } from './aws/ledger/kept-changes.ts'
import { createLedger } from './aws/ledger/ledger.ts'
import { createOrganizations } from './aws/organizations/organizations.ts'
import { createEmails } from './aws/sns/emails.ts'
import { createChangeVisibility } from './aws/sqs/change-visibility.ts'
import { createSendToDeadLetters } from './aws/sqs/dead-letters.ts'
import { createQueues } from './aws/sqs/queues.ts'
import { createReturnMessages } from './aws/sqs/return-messages.ts'
import { createAliases } from './aws/ssm/aliases.ts'
import { createActorSessions } from './aws/sts/actor-sessions.ts'
import { createAssumeForChange } from './aws/sts/assume-for-change.ts'
import { createConfigKeeper } from './config/keep-config.ts'
import { createMembersKeeper } from './config/keep-members.ts'
import { endpointOf, readSigning, slackApiUrlOf } from './config/variables.ts'
import { readWorkerEnvironment } from './config/worker-environment.ts'
import { accountsToRead, membersToRead } from './domain/accounts-to-read.ts'
import { teamsToName } from './domain/colleague.ts'
import type { ConfigInUse } from './domain/config-in-use.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { measuredLedger, measuredMessenger } from './metrics-of-ports.ts'
import { once } from './once.ts'
import type { Clock } from './ports.ts'
import { createMessenger } from './slack/messenger.ts'

const DAY_MS = 24 * 60 * 60_000
/** `MessageRetentionPeriod` of each queue in serverless.yml. */
const RETENTION_MS = { events: 4 * DAY_MS, requests: 3 * DAY_MS }

const clock: Clock = { nowMs: () => Date.now() }

/** How often a scan's call is tried: other places wait while one does not answer, and the next scan asks again. */
const SCAN_ATTEMPTS = 2

type FunctionName = 'events' | 'requests' | 'schedule' | 'scan'

/** The URL of a queue names the account that it is in: the one that amiops is deployed to. */
const accountOfQueue = (url: string): string | undefined => /\/(\d{12})\/[^/]+$/.exec(url)?.[1]

/** Builds the parts that do not depend on the config, once: their state survives a change of the config. */
const composeBase = once((functionName: FunctionName) => {
  const log = createLog(functionName)
  const environment = readWorkerEnvironment()
  const {
    table,
    botToken,
    eventsQueueUrl,
    requestsQueueUrl,
    scansQueueUrl,
    fallbackTopicArn,
    configSource: source,
  } = environment
  // Named like the table, so that the stages of one account differ.
  const metrics = createMetrics(table)
  const signing = readSigning()
  const secrets = createSecretsReader({ botToken }, signing, endpointOf('SSM'), clock.nowMs, log)
  const queue = functionName === 'requests' ? 'requests' : 'events'
  const queueUrl = queue === 'requests' ? requestsQueueUrl : eventsQueueUrl
  const deadLettersUrl =
    queue === 'requests' ? environment.requestsDeadLettersUrl : environment.eventsDeadLettersUrl
  const ledger = measuredLedger(createLedger(table), metrics, clock.nowMs)
  const own = accountOfQueue(eventsQueueUrl)
  const readConfig =
    source.kind === 'fixed'
      ? async () => source.inUse
      : createConfigKeeper({
          name: source.name,
          readText: createReadStoredText(signing, endpointOf('S3'), source),
          nowMs: clock.nowMs,
          log,
        })
  return {
    functionName,
    signing,
    actorRoleArn: environment.actorRoleArn,
    own,
    token: async (): Promise<string> => (await secrets()).botToken,
    readConfig: createMembersKeeper({
      readConfig,
      readMembers: ledger.readMembers,
      own,
      nowMs: clock.nowMs,
      log,
    }),
    clock,
    log,
    metrics,
    ledger,
    ...(functionName === 'scan' && { keptChanges: createKeptChanges(ledger, clock.nowMs) }),
    ...(fallbackTopicArn && { emails: createEmails(signing, fallbackTopicArn, endpointOf('SNS')) }),
    queues: createQueues(
      signing,
      {
        events: eventsQueueUrl,
        requests: requestsQueueUrl,
        scans: scansQueueUrl,
        ...(environment.eventsDeadLettersUrl && { 'events dead letters': environment.eventsDeadLettersUrl }),
        ...(environment.requestsDeadLettersUrl && {
          'requests dead letters': environment.requestsDeadLettersUrl,
        }),
      },
      endpointOf('SQS'),
      clock.nowMs,
    ),
    returnMessages: createReturnMessages({
      changeVisibility: createChangeVisibility(signing, queueUrl, endpointOf('SQS'), log),
      sendToDeadLetters: createSendToDeadLetters(signing, deadLettersUrl, endpointOf('SQS')),
      isAwaited: queue === 'requests',
      retentionMs: RETENTION_MS[queue],
      clock,
      log,
    }),
  }
})

/** Builds the parts that depend on the config: the clients of its accounts, and the messenger of its app. */
const composeWith = (base: ReturnType<typeof composeBase>, { config, version }: ConfigInUse) => {
  const { functionName, signing, token, log, metrics, clock } = base
  const slackApiUrl = slackApiUrlOf(config)
  log.info('A function started.', { configVersion: version })
  const accounts =
    functionName === 'requests' ? membersToRead(config.accounts) : accountsToRead(config.accounts)
  const openSession = createActorSessions({
    accounts: config.accounts,
    ownRoleArn: base.actorRoleArn,
    assume: createAssumeForChange(),
    nowMs: clock.nowMs,
    log,
  })
  const credentialsOf = createAccountCredentials(accounts, clock.nowMs)
  const edges = createEc2EdgesWhenNeeded(
    accounts,
    credentialsOf,
    openSession,
    signing,
    endpointOf('RBIN'),
    endpointOf('KMS'),
    endpointOf('INSPECTOR2'),
    functionName === 'scan' ? SCAN_ATTEMPTS : undefined,
  )
  const aliases = createAliases({
    own: signing,
    credentialsOf,
    openSession,
    endpoint: endpointOf('SSM'),
    nowMs: clock.nowMs,
  })
  const checked = createAccounts(accounts, createReadOwnAccount(signing, endpointOf('STS')))
  return {
    config,
    configVersion: version,
    ...(base.emails && { emails: base.emails }),
    ...(base.actorRoleArn && { actorRoleArn: base.actorRoleArn }),
    ...(config.organization && {
      organizations: createOrganizations(config.organization, {
        assume: createRoleCredentials(),
        own: base.own,
        endpoint: endpointOf('ORGANIZATIONS'),
      }),
    }),
    queues: base.queues,
    clock,
    log,
    accounts: checked,
    ...edges,
    ...guardAccounts({ ...edges, aliases }, checked, log),
    metrics,
    ledger: base.ledger,
    ...(base.keptChanges && { keptChanges: base.keptChanges }),
    messenger: measuredMessenger(
      createMessenger({ token, slackApiUrl, appId: config.appId, teams: teamsToName(config), log }),
      metrics,
    ),
    returnMessages: base.returnMessages,
  }
}

let composed: ReturnType<typeof composeWith> | undefined

/**
 * Gives the functions that work behind the queues and the clock their edges: built on the first call, and again where the config
 * has changed.
 *
 * @throws {Misconfigured} where something is missing or wrong
 */
export const composeWorker = async (functionName: FunctionName) => {
  const base = composeBase(functionName)
  const inUse = await base.readConfig()
  if (composed?.config !== inUse.config) composed = composeWith(base, inUse)
  return { ...composed, ...(inUse.trouble && { configTrouble: inUse.trouble }) }
}
