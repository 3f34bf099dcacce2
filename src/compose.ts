import { createEc2EdgesWhenNeeded } from './aws/ec2/ec2-when-needed.ts'
import { createAccounts, guardAccounts } from './aws/ec2/guard-accounts.ts'
import { createReadOwnAccount } from './aws/http/own-account.ts'
import { createSecretsReader } from './aws/http/parameters.ts'
import { createLedger } from './aws/ledger/ledger.ts'
import { createEmails } from './aws/sns/emails.ts'
import { createChangeVisibility } from './aws/sqs/change-visibility.ts'
import { createSendToDeadLetters } from './aws/sqs/dead-letters.ts'
import { createQueues } from './aws/sqs/queues.ts'
import { createReturnMessages } from './aws/sqs/return-messages.ts'
import { endpointOf, readSigning } from './config/variables.ts'
import { readWorkerEnvironment } from './config/worker-environment.ts'
import { accountsToRead } from './domain/config.ts'
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

/** Builds the adapters of the workers; on the first call, once. */
export const composeWorker = once((functionName: 'events' | 'requests' | 'schedule') => {
  const log = createLog(functionName)
  const environment = readWorkerEnvironment()
  const { config, configVersion, table, botToken, slackApiUrl, eventsQueueUrl, requestsQueueUrl } =
    environment
  // Named like the table, so that the stages of one account differ.
  const metrics = createMetrics(table)
  log.info('A function started.', { configVersion })
  const signing = readSigning()
  const secrets = createSecretsReader({ botToken }, signing, endpointOf('SSM'), clock.nowMs, log)
  const token = async (): Promise<string> => (await secrets()).botToken
  const accounts = functionName === 'requests' ? config.accounts : accountsToRead(config.accounts)
  const queue = functionName === 'requests' ? 'requests' : 'events'
  const queueUrl = queue === 'requests' ? requestsQueueUrl : eventsQueueUrl
  const deadLettersUrl =
    queue === 'requests' ? environment.requestsDeadLettersUrl : environment.eventsDeadLettersUrl
  const edges = createEc2EdgesWhenNeeded(accounts, signing, endpointOf('RBIN'))
  const checked = createAccounts(accounts, createReadOwnAccount(signing, endpointOf('STS')))
  const queues = createQueues(
    signing,
    {
      events: eventsQueueUrl,
      requests: requestsQueueUrl,
      ...(environment.eventsDeadLettersUrl && { 'events dead letters': environment.eventsDeadLettersUrl }),
      ...(environment.requestsDeadLettersUrl && {
        'requests dead letters': environment.requestsDeadLettersUrl,
      }),
    },
    endpointOf('SQS'),
    clock.nowMs,
  )
  const { fallbackTopicArn } = environment
  return {
    config,
    configVersion,
    ...(fallbackTopicArn && { emails: createEmails(signing, fallbackTopicArn, endpointOf('SNS')) }),
    queues,
    clock,
    log,
    accounts: checked,
    ...edges,
    ...guardAccounts(edges, checked, log),
    metrics,
    ledger: measuredLedger(createLedger(table), metrics, clock.nowMs),
    messenger: measuredMessenger(createMessenger({ token, slackApiUrl, appId: config.appId, log }), metrics),
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
