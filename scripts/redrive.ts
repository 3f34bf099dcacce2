import { readArguments, refuseArguments } from './help.ts'
import { type DeadLetterQueue, parseQueueArn, redrive } from './redrive-queues.ts'

/** `npm run redrive [events|requests] [-- --dry-run] [--stage NAME] [--queue ARN]`: brings dead letters back to their queue. */
const USAGE = `Usage: npm run redrive -- [events|requests] [--dry-run] [--stage production] [--region REGION] [--queue ARN]
Without a name both are brought back; --queue names one dead-letter queue by its ARN instead, with its region and account.`

const refuse = (why: string): never => refuseArguments(why, USAGE)

const { values, positionals } = readArguments(USAGE, {
  allowPositionals: true,
  options: {
    'dry-run': { type: 'boolean', default: false },
    stage: { type: 'string', default: 'production' },
    region: { type: 'string' },
    queue: { type: 'string' },
  },
})

const byArn = (arn: string): DeadLetterQueue[] => {
  if (positionals.length > 0) refuse(`Expected --queue or a name, got both: ${positionals.join(' ')}.`)
  if (values.region !== undefined) refuse('Expected --queue or --region, got both: the ARN names its region.')
  return [
    parseQueueArn(arn) ??
      refuse(
        `Expected --queue to be a queue's ARN like arn:aws:sqs:us-east-1:123456789012:NAME, got ${JSON.stringify(arn)}.`,
      ),
  ]
}
const byName = (name: string): DeadLetterQueue => {
  if (name !== 'events' && name !== 'requests') refuse(`There is no queue ${JSON.stringify(name)}.`)
  return {
    ...(values.region && { region: values.region }),
    name: `amiops-${values.stage}-${name}-dead-letters${name === 'requests' ? '.fifo' : ''}`,
  }
}

const names = positionals.length === 0 ? ['events', 'requests'] : positionals
const queues = values.queue === undefined ? names.map(byName) : byArn(values.queue)
process.exitCode = await redrive(queues, values['dry-run'])
