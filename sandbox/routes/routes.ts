import { Hono } from 'hono'
import type { Deployment } from '../aws/deployment/deployment.ts'
import type { Ec2 } from '../aws/ec2/ec2.ts'
import type { Bus } from '../aws/eventbridge/bus.ts'
import type { Sns } from '../aws/sns/sns.ts'
import type { Sqs } from '../aws/sqs/sqs.ts'
import type { Ssm } from '../aws/ssm/ssm.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Faults } from '../kernel/faults.ts'
import type { NodeEnv } from '../kernel/http.ts'
import type { Timeline } from '../kernel/timeline.ts'
import { answerFunctionUrl } from '../lambda/function-url.ts'
import type { Lambda } from '../lambda/lambda.ts'
import type { Slack } from '../slack/slack.ts'
import { createAccountRoutes } from './accounts.ts'
import { createAwsSettingsRoutes } from './aws-settings.ts'
import { createBurstRoutes } from './burst.ts'
import type { Changes } from './changes.ts'
import { createClockRoutes } from './clock.ts'
import { createEventRoutes } from './events.ts'
import { createFaultRoutes } from './faults.ts'
import { createFleetRoutes } from './fleet.ts'
import { createFunctionRoutes } from './functions.ts'
import { createImageRoutes } from './images.ts'
import { createMomentRoutes } from './moments.ts'
import { createParameterRoutes } from './parameters.ts'
import { createQueueRoutes } from './queues.ts'
import { createStreamRoutes } from './stream.ts'

export interface RouteOptions {
  clock: Clock
  faults: Faults
  timeline: Timeline
  region: string
  changes: Changes
  deployment: Deployment
  ec2: Ec2
  ssm: Ssm
  sqs: Sqs
  sns: Sns
  bus: Bus
  slack: Slack
  lambda: Lambda
  idle: () => Promise<void>
  /** Moves time on; not there where time is the machine's. */
  advance: ((ms: number) => Promise<void>) | undefined
  /** The endpoints of the AWS services, by their paths. */
  endpoints: Readonly<Record<string, Hono<NodeEnv>>>
  page: Hono
}

const createSandboxRoutes = (options: RouteOptions): Hono<NodeEnv> => {
  const { clock, region, lambda } = options
  const app = new Hono<NodeEnv>()
  // Everything is up by now: until then the server answers with 503.
  app.get('/ready', c => c.json({ ready: true }))
  app.get('/idle', async c => {
    await options.idle()
    return c.json({ idle: true })
  })
  app.route('/clock', createClockRoutes(clock, options.advance))
  app.get('/timeline', c => c.json(options.timeline.recent()))
  app.route('/moments', createMomentRoutes(options.timeline))
  app.route('/stream', createStreamRoutes(options.changes))
  app.route('/accounts', createAccountRoutes(options.ec2, clock))
  app.route('/aws', createAwsSettingsRoutes(options.ec2, options.bus))
  app.route('/faults', createFaultRoutes(options.faults))
  app.route('/events', createEventRoutes(options.bus))
  app.route('/images', createImageRoutes(options.ec2, clock))
  app.route('/fleet', createFleetRoutes(options.ec2.fleet, clock))
  app.route('/parameters', createParameterRoutes(options.ec2.fleet, options.ssm))
  app.route('/burst', createBurstRoutes(options.ec2, clock))
  app.route('/queues', createQueueRoutes(options.sqs.queues, options.deployment, clock))
  app.get('/emails', c => c.json(options.sns.emails()))
  app.route('/functions', createFunctionRoutes({ clock, region, runtimes: lambda.runtimes }))
  app.route('/', options.slack.routes)
  return app
}

/** Everything that the sandbox answers. */
export const createRoutes = (options: RouteOptions): Hono<NodeEnv> => {
  const { slack, lambda, clock } = options
  const app = new Hono<NodeEnv>()
  app.use(lambda.guard)
  // AWS's SDK calls again, whatever the error, where an answer is dated five minutes from its own clock.
  app.use(async (c, next) => {
    await next()
    c.header('date', new Date(clock.nowMs()).toUTCString())
  })
  for (const [path, endpoint] of Object.entries(options.endpoints)) app.route(path, endpoint)
  app.route('/slack/api', slack.webApi)
  app.route('/slack/response', slack.responseUrls)
  app.route('/slack/files', slack.files)
  app.all('/bot/*', async c => {
    if (!lambda.urlFunction) return c.text('No function has a URL in serverless.yml.', 503)
    return answerFunctionUrl(c, '/bot', lambda.urlFunction, clock)
  })
  app.route('/_sandbox', createSandboxRoutes(options))
  app.route('/', options.page)
  app.onError((error, c) => {
    console.error(
      `The sandbox itself failed at ${c.req.method} ${c.req.path}: ${error.stack ?? error.message}`,
    )
    return c.json({ error: 'sandbox_failed', message: error.message }, 500)
  })
  return app
}
