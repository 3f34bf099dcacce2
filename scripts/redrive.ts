import { readArguments, refuseArguments } from './help.ts'
import { type DeadLetterQueue, parseQueueArn, redrive } from './redrive-queues.ts'
import { readTarget, TARGET_OPTIONS, TARGET_USAGE } from './target.ts'

/** `npm run redrive [events|requests] [-- --dry-run] [--stage NAME] [--queue ARN]`: brings dead letters back to their queue. */
const USAGE = `Usage: npm run redrive -- [events|requests] [--dry-run] [options]
Sends dead letters to the queue that they came from; without a name, those of both queues.

  --dry-run           only counts them
${TARGET_USAGE}
  --queue ARN         one dead-letter queue by its ARN instead, which names its region and account`

const refuse = (why: string): never => refuseArguments(why, USAGE)

const { values, positionals } = readArguments(USAGE, {
  allowPositionals: true,
  options: {
    'dry-run': { type: 'boolean', default: false },
    queue: { type: 'string' },
    ...TARGET_OPTIONS,
  },
})

const byArn = (arn: string): DeadLetterQueue[] => {
  if (positionals.length > 0) refuse(`Expected --queue or a name, got both: ${positionals.join(' ')}.`)
  if (values.region !== undefined) refuse('Expected --queue or --region, got both: the ARN names its region.')
  return [
    parseQueueArn(arn) ??
      refuse(
        `Expected --queue to be a queue’s ARN like arn:aws:sqs:us-east-1:123456789012:NAME, got ${JSON.stringify(arn)}.`,
      ),
  ]
}

/** The queues of a stage. A name that is none is refused before anything else is read. */
const byNames = async (names: readonly string[]): Promise<DeadLetterQueue[]> => {
  for (const name of names)
    if (name !== 'events' && name !== 'requests') refuse(`There is no queue ${JSON.stringify(name)}.`)
  const { region, stage } = await readTarget(process.argv.slice(2))
  return names.map(name => ({
    region,
    name: `amiops-${stage}-${name}-dead-letters${name === 'requests' ? '.fifo' : ''}`,
  }))
}

const { queue } = values
// A profile counts for a queue that is named by its ARN, too.
if (queue !== undefined && values['aws-profile']) process.env.AWS_PROFILE = values['aws-profile']
const names = positionals.length === 0 ? ['events', 'requests'] : positionals
const queues = queue === undefined ? await byNames(names) : byArn(queue)
process.exitCode = await redrive(queues, values['dry-run'])
