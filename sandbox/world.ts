import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { DEFAULT_ACCOUNT } from './aws/caller.ts'
import { type Deployment, readDeployment } from './aws/deployment/deployment.ts'
import type { Stack } from './aws/deployment/resolve.ts'
import { createDynamoDb } from './aws/dynamodb/dynamodb.ts'
import { createEc2, type Ec2 } from './aws/ec2/ec2.ts'
import { seedFleet } from './aws/ec2/seed/seed.ts'
import { type Bus, createBus } from './aws/eventbridge/bus.ts'
import { createSqs, type Sqs } from './aws/sqs/sqs.ts'
import { createSts } from './aws/sts/sts.ts'
import { type Clock, createSystemClock } from './kernel/clock.ts'
import { createFaults, type Faults } from './kernel/faults.ts'
import type { NodeEnv } from './kernel/http.ts'
import { createTimeline, type Timeline } from './kernel/timeline.ts'
import { createEnvironment } from './lambda/environment.ts'
import { answerFunctionUrl } from './lambda/function-url.ts'
import type { Handler } from './lambda/handler.ts'
import { createLambda, type Lambda } from './lambda/lambda.ts'
import { createEventRoutes } from './routes/events.ts'
import { createFaultRoutes } from './routes/faults.ts'
import { createFunctionRoutes } from './routes/functions.ts'
import { createImageRoutes } from './routes/images.ts'
import { createPageRoutes } from './routes/page.ts'
import { createChanges, createStreamRoutes } from './routes/stream.ts'
import { createSlack, type Slack, type SlackOptions } from './slack/slack.ts'

export interface WorldOptions {
  /** 0 for any that is free. */
  port: number
  clock?: Clock
  region?: string
  /** From a change in EC2 to its event; 300 ms when left out. */
  eventDelayMs?: number
  /** From a pending image to an available one; 3 s when left out. */
  settleMs?: number
  /** How long DescribeImages still shows what was deregistered; 0 when left out. */
  lingerMs?: number
  /** In place of the batching windows that `serverless.yml` declares. */
  batchingWindowMs?: number
  /** The images at the start; `fleet` when left out. */
  seed?: 'fleet' | 'empty'
  /** Whether schedules run by themselves; true when left out. */
  schedules?: boolean
  /** The deployment; the project's `serverless.yml` when left out. */
  deploymentFile?: string
  /** Handlers that take the place of the built bundles, by function name: for tests. */
  handlers?: Readonly<Record<string, Handler>>
  /** Further settings of the Slack workspace. */
  slack?: Pick<SlackOptions, 'scopes' | 'rateLimits'>
  /** Each line that a function logs. */
  onLog?: (functionName: string, line: string) => void
}

export interface World {
  /** Without a slash at the end. */
  url: string
  port: number
  clock: Clock
  faults: Faults
  timeline: Timeline
  ec2: Ec2
  sqs: Sqs
  bus: Bus
  slack: Slack
  lambda: Lambda
  deployment: Deployment
  /** Resolves when every queue is drained and every handler is done. */
  idle(): Promise<void>
  /** Bundles the page now, not at the first visit. */
  warmUp(): Promise<void>
  close(): Promise<void>
}

const BOT_TOKEN = 'xoxb-sandbox'
const SIGNING_SECRET = 'sandbox-signing-secret'
const HOST = '127.0.0.1'

/** What becomes visible later than that is a retry, not work under way. */
const SOON_MS = 60_000

const IDLE_CHECK_MS = 10

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => {
      server.off('error', reject)
      const address: string | AddressInfo | null = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })

const closeServer = (server: Server): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

const createStack = (deployment: Deployment, sqs: Sqs, region: string): Stack => {
  const queues = [...deployment.queues].flatMap(([id, { name }]) => {
    const queue = sqs.queues.get(name)
    return queue ? [{ id, ref: queue.url, arn: queue.arn }] : []
  })
  const tables = [...deployment.tables].map(([id, { TableName }]) => ({
    id,
    ref: String(TableName),
    arn: `arn:aws:dynamodb:${region}:${DEFAULT_ACCOUNT}:table/${TableName}`,
  }))
  const all = [...queues, ...tables]
  return {
    refs: new Map(all.map(({ id, ref }) => [id, ref])),
    arns: new Map(all.map(({ id, arn }) => [id, arn])),
  }
}

const toLevel = (line: string): string | undefined => {
  try {
    const parsed: unknown = JSON.parse(line)
    if (typeof parsed !== 'object' || parsed === null || !('level' in parsed)) return undefined
    return String(parsed.level)
  } catch {
    return undefined
  }
}

/** A Slack workspace and an AWS account on 127.0.0.1, with the bot's functions deployed into it. */
export const createWorld = async (options: WorldOptions): Promise<World> => {
  const region = options.region ?? 'us-east-1'
  /** What has been begun, to be ended in the opposite order, also when a later service fails to start. */
  const endings: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const end of endings.splice(0).reverse()) await end()
  }

  // 1. The kernel: time, memory of what happened, trouble to come.
  const clock = options.clock ?? createSystemClock()
  const timeline = createTimeline(clock)
  const faults = createFaults()
  const changes = createChanges()
  endings.push(timeline.subscribe(moment => changes.tell({ type: 'moment', moment })))

  // 2. The server, on nothing but this machine. Routes come with their services.
  const app = new Hono<NodeEnv>()
  let isRouted = false
  const server = createAdaptorServer({
    // Hono takes no further routes once it has answered a request.
    fetch: (request, env) => (isRouted ? app.fetch(request, env) : new Response(null, { status: 503 })),
    hostname: HOST,
  }) as Server
  let isReady = false
  const routes = new Hono<NodeEnv>()
  let url = ''

  try {
    const port = await listen(server, options.port)
    url = `http://${HOST}:${port}`
    endings.push(() => closeServer(server))

    // 3. What is deployed.
    const deployment = readDeployment(options.deploymentFile ?? join(process.cwd(), 'serverless.yml'))

    // 4. AWS: queues and the bus first, since EC2's events go there.
    const common = { clock, faults, timeline }
    const queues = [...deployment.queues.values()]
    const sqs = createSqs({ ...common, region, url: () => `${url}/sqs`, queues })
    const bus = createBus({ faults, timeline, rules: deployment.rules, queues: sqs.queues })
    const ec2 = createEc2({
      ...common,
      emit: envelope => void bus.put(envelope),
      onChange: () => changes.tell({ type: 'images' }),
      ...(options.eventDelayMs !== undefined && { eventDelayMs: options.eventDelayMs }),
      ...(options.settleMs !== undefined && { settleMs: options.settleMs }),
      ...(options.lingerMs !== undefined && { lingerMs: options.lingerMs }),
    })
    if (options.seed !== 'empty') seedFleet(ec2.fleet, clock.nowMs())
    const dynamoDb = createDynamoDb(common)
    for (const table of deployment.tables.values()) await dynamoDb.createTable(table)

    // 5. Slack.
    const slack = createSlack({
      ...common,
      botUrl: () => `${url}/bot`,
      baseUrl: () => url,
      signingSecret: SIGNING_SECRET,
      botToken: BOT_TOKEN,
      ...options.slack,
    })
    endings.push(slack.onChange(change => changes.tell(change)))

    // 6. The routes, all before the functions that call them.
    const page = createPageRoutes()
    let lambda: Lambda | undefined
    app.route('/ec2', ec2.app)
    app.route('/sqs', sqs.app)
    app.route('/dynamodb', dynamoDb.app)
    app.route('/sts', createSts({ clock }))
    app.route('/slack/api', slack.webApi)
    app.route('/slack/response', slack.responseUrls)
    app.all('/bot/*', async c => {
      const runtime = lambda?.urlFunction
      if (!runtime) return c.text('The functions are not up yet.', 503)
      return answerFunctionUrl(c, '/bot', runtime, clock)
    })
    routes.get('/ready', c => c.json({ ready: isReady }, isReady ? 200 : 503))
    routes.get('/idle', async c => {
      await idle()
      return c.json({ idle: true })
    })
    routes.get('/timeline', c => c.json(timeline.recent()))
    routes.route('/stream', createStreamRoutes(changes))
    routes.route('/faults', createFaultRoutes(faults))
    routes.route('/events', createEventRoutes(bus))
    routes.route('/images', createImageRoutes(ec2, clock))
    routes.route(
      '/functions',
      createFunctionRoutes({ clock, region, runtimes: () => lambda?.runtimes ?? new Map() }),
    )
    routes.route('/', slack.routes)
    app.route('/_sandbox', routes)
    app.route('/', page.app)
    app.onError((error, c) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      console.error(`The sandbox itself failed at ${c.req.method} ${c.req.path}: ${message}`)
      return c.json({ error: 'sandbox_failed', message: error.message }, 500)
    })

    isRouted = true

    // 7. The bot's functions, and the sources that feed them.
    const stack = createStack(deployment, sqs, region)
    const loaded = await createLambda({
      ...common,
      region,
      deployment,
      queues: sqs.queues,
      environmentOf: deployed =>
        createEnvironment(deployed, {
          baseUrl: url,
          region,
          stack,
          botToken: BOT_TOKEN,
          signingSecret: SIGNING_SECRET,
        }),
      onLog(functionName, line) {
        const level = toLevel(line)
        if (level === 'ERROR' || level === 'WARN') {
          timeline.record('lambda', `${functionName} logged ${level}`, line)
        }
        options.onLog?.(functionName, line)
      },
      schedules: options.schedules ?? true,
      ...(options.handlers && { handlers: options.handlers }),
      ...(options.batchingWindowMs !== undefined && { batchingWindowMs: options.batchingWindowMs }),
    })
    lambda = loaded
    endings.push(() => loaded.stop())

    const isBusy = () =>
      slack.pending() > 0 ||
      ec2.pending() > 0 ||
      loaded.isBusy() ||
      loaded.pollers.some(({ queue }) => (queue.nextVisibleAtMs() ?? Infinity) < clock.nowMs() + SOON_MS)
    const idle = async () => {
      // Twice in a row, since between two services there may be a moment in which neither is busy.
      for (let quiet = 0; quiet < 2; quiet = isBusy() ? 0 : quiet + 1) {
        await new Promise(resolve => setTimeout(resolve, IDLE_CHECK_MS))
      }
    }

    isReady = true
    return {
      url,
      port,
      clock,
      faults,
      timeline,
      ec2,
      sqs,
      bus,
      slack,
      lambda: loaded,
      deployment,
      idle,
      warmUp: page.warmUp,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
