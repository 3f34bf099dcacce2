import { parseArgs } from 'node:util'
import { redrive } from './redrive-queues.ts'

/** `npm run redrive [events|requests] [-- --dry-run] [--stage NAME] [--queue ARN]`: brings dead letters back to their queue. */
const USAGE = `Expected: npm run redrive -- [events|requests] [--dry-run] [--stage production] [--queue ARN]
Without a name both are brought back; --queue names a dead-letter queue by its ARN instead.`

const readArguments = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        stage: { type: 'string', default: 'production' },
        queue: { type: 'string' },
      },
    })
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`)
    process.exit(2)
  }
}

const { values, positionals } = readArguments()
const names = positionals.length === 0 ? ['events', 'requests'] : positionals
const wrong = names.filter(name => name !== 'events' && name !== 'requests')
if (wrong.length > 0) {
  console.error(`There is no queue ${JSON.stringify(wrong[0])}.\n${USAGE}`)
  process.exit(2)
}
const queues = values.queue
  ? [{ arn: values.queue }]
  : names.map(name => ({
      name: `amiops-${values.stage}-${name}-dead-letters${name === 'requests' ? '.fifo' : ''}`,
    }))
process.exitCode = await redrive(queues, values['dry-run'])
