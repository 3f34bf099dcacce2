import { join } from 'node:path'
import type { Hono } from 'hono'
import { createAws } from './aws/aws.ts'
import type { Deployment } from './aws/deployment/deployment.ts'
import type { Ec2 } from './aws/ec2/ec2.ts'
import { createEndpoints } from './aws/endpoints.ts'
import type { Bus } from './aws/eventbridge/bus.ts'
import { installDeployment } from './aws/installation/install-deployment.ts'
import type { Installation } from './aws/installation/installation.ts'
import type { Sns } from './aws/sns/sns.ts'
import type { Sqs } from './aws/sqs/sqs.ts'
import type { Ssm } from './aws/ssm/ssm.ts'
import { type Clock, createSystemClock } from './kernel/clock.ts'
import { createFaults, type Faults } from './kernel/faults.ts'
import { given } from './kernel/given.ts'
import type { NodeEnv } from './kernel/http.ts'
import { isManual } from './kernel/manual-clock.ts'
import { Refusal } from './kernel/refusal.ts'
import { startServer } from './kernel/server.ts'
import { createTimeline, type Timeline } from './kernel/timeline.ts'
import { createEnvironment } from './lambda/environment.ts'
import { createLambda, type Lambda } from './lambda/lambda.ts'
import { isWorthTelling } from './lambda/log-level.ts'
import { waitForFunctions } from './lambda/wait-for-functions.ts'
import { createChanges } from './routes/changes.ts'
import { createPageRoutes } from './routes/page.ts'
import { createRoutes } from './routes/routes.ts'
import { readManifest } from './slack/manifest.ts'
import { createSlack, type Slack } from './slack/slack.ts'
import { addStartFleet, troublesOf } from './start-fleet.ts'
import { createKeeper, type Keepable } from './store/keeper.ts'
import { openStore } from './store/store.ts'
import { takeUp } from './store/take-up.ts'
import { createWaiting } from './wait.ts'
import type { WorldOptions } from './world-options.ts'

export interface World {
  /** Without a slash at the end. */
  url: string
  port: number
  clock: Clock
  faults: Faults
  timeline: Timeline
  ec2: Ec2
  ssm: Ssm
  sqs: Sqs
  sns: Sns
  bus: Bus
  slack: Slack
  lambda: Lambda
  deployment: Deployment
  /** The account's quota and trails, and the stack: what an installation may lack. */
  installation: Installation
  /** The sandbox's own routes, for example `GET /_sandbox/ready`. */
  routes: readonly string[]
  /** When `data` was saved by the run before this one, if there was one. */
  keptSince: string | undefined
  /** Resolves when every queue is drained and every handler is done; a manual clock is moved forward to what is due soon. */
  idle(): Promise<void>
  /** Moves a manual clock forward; everything that is due in between happens. */
  advance(ms: number): Promise<void>
  /** Bundles the page now, not at the first visit. */
  warmUp(): Promise<void>
  close(): Promise<void>
}

const CONFIG_OBJECT = { bucket: 'amiops-sandbox', key: 'amiops.config.yml' }

const BOT_TOKEN = 'xoxb-sandbox'
const SIGNING_SECRET = 'sandbox-signing-secret'

const routesOf = (app: Hono<NodeEnv>): string[] =>
  app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/_sandbox/'))
    .map(({ method, path }) => `${method} ${path}`)

/** A Slack workspace and an AWS account on 127.0.0.1, with the bot's functions deployed into it. */
export const createWorld = async (options: WorldOptions): Promise<World> => {
  const region = options.region ?? 'us-east-1'
  /** Closes everything that was started, the last first, also when a later service fails to start. */
  const endings: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const end of endings.splice(0).reverse()) await end()
  }
  try {
    // 1. The kernel: the clock, the timeline, and faults.
    const clock = options.clock ?? createSystemClock()
    const timeline = createTimeline(clock)
    const faults = createFaults()
    const changes = createChanges()
    const kernel = { clock, timeline, faults }
    endings.push(timeline.subscribe(moment => changes.tell({ type: 'moment', moment })))

    // 2. The state of an earlier run. Its store is closed last, after the last save.
    const store = options.data === undefined ? undefined : openStore(options.data)
    let saveAll = async () => {}
    endings.push(async () => {
      try {
        await saveAll()
      } finally {
        store?.close()
      }
    })
    const keptSince = store?.savedAt
    // If the clock of that run was ahead, this one continues from there.
    if (keptSince !== undefined && isManual(clock)) clock.moveTo(Date.parse(keptSince))
    if (store && keptSince !== undefined && typeof options.fleet === 'object') {
      throw new Refusal(
        `${store.folder} keeps a fleet already, of ${keptSince}. Start without other images to go on with it, ` +
          'or choose another folder.',
      )
    }

    // 3. The server, whose address the services need.
    const server = await startServer(options.port)
    const { url } = server
    endings.push(server.close)

    // 4. AWS as `serverless.yml` wants it.
    const secrets = { botToken: BOT_TOKEN, signingSecret: SIGNING_SECRET }
    const aws = await createAws({
      ...kernel,
      region,
      url,
      deploymentFile: options.deploymentFile ?? join(process.cwd(), 'serverless.yml'),
      secrets,
      delays: options,
      onImages: () => changes.tell({ type: 'images' }),
    })
    const { deployment, stack, iam, sqs, sns, bus, ec2, ssm, dynamoDb } = aws
    endings.push(sns.onChange(() => changes.tell({ type: 'emails' })))
    endings.push(ssm.onChange(() => changes.tell({ type: 'parameters' })))

    // 5. Slack.
    const addresses = { botUrl: () => `${url}/bot`, baseUrl: () => url }
    const strictness = { ...readManifest(), rateLimits: 'strict', ...options.slack } as const
    const slack = createSlack({ ...kernel, ...addresses, ...secrets, ...strictness })
    endings.push(slack.onChange(change => changes.tell(change)))

    // 6. Their state: what was saved, or the fleet of a fresh start.
    const services: Readonly<Record<string, Keepable>> = {
      slack,
      ec2,
      ssm,
      sqs,
      sns,
      bus,
      dynamodb: { ...dynamoDb, isSlow: true },
    }
    if (keptSince === undefined) addStartFleet(ec2.fleet, options.fleet ?? 'demo', clock.nowMs())
    else if (store) await takeUp(store, services)
    for (const fault of troublesOf(options.fleet ?? 'demo', isManual(clock))) faults.add(fault)

    // 7. The bot's functions, and the sources that feed them.
    const { handlers, batchingWindowMs, batchesAtOnce, built, configInS3 } = options
    const configOutput: { ConfigObject?: string } =
      configInS3 === undefined ? {} : { ConfigObject: `s3://${CONFIG_OBJECT.bucket}/${CONFIG_OBJECT.key}` }
    const lambda = await createLambda({
      ...kernel,
      region,
      deployment,
      queues: sqs.queues,
      schedules: options.schedules ?? true,
      environmentOf: deployed =>
        createEnvironment(deployed, {
          baseUrl: url,
          region,
          stack,
          configObject: configOutput.ConfigObject,
        }),
      onLog(functionName, line) {
        if (isWorthTelling(line)) timeline.record('lambda', `${functionName} logged trouble`, line)
        options.onLog?.(functionName, line)
      },
      onFailure: (functionName, line) => options.onLog?.(functionName, line),
      ...given({ handlers, batchingWindowMs, batchesAtOnce, readBundles: built?.bundles }),
    })
    if (store) endings.push(() => waitForFunctions(lambda))
    endings.push(lambda.stop)

    // 8. The routes, once everything behind them exists.
    const { idle, advance } = createWaiting({ clock, slack, ec2, ssm, bus, lambda })
    const page = createPageRoutes(built?.page)
    const installation = installDeployment(
      deployment,
      { ...configOutput, SlackRequestUrl: `${url}/bot/` },
      stack,
    )
    const endpoints = createEndpoints({
      ...kernel,
      ec2,
      ssm,
      sqs,
      sns,
      dynamoDb,
      installation,
      iam,
      objects: {
        [CONFIG_OBJECT.bucket]: configInS3 === undefined ? {} : { [CONFIG_OBJECT.key]: configInS3 },
      },
    })
    const parts = { ec2, ssm, sqs, sns, bus, slack, lambda }
    const app = createRoutes({
      ...kernel,
      ...parts,
      deployment,
      region,
      changes,
      idle,
      advance,
      endpoints,
      page: page.app,
    })
    server.serve(app)

    // 9. From here on, changes are saved.
    if (store) {
      const onTrouble = options.onSaveFailed ?? (() => {})
      const keeper = createKeeper({ clock, store, services, onTrouble })
      for (const [name, service] of Object.entries({ slack, ec2, ssm, sqs, sns, bus, dynamodb: dynamoDb })) {
        endings.push(service.onChange(() => keeper.touch(name)))
      }
      for (const name of Object.keys(services)) keeper.touch(name)
      saveAll = keeper.saveAll
    }
    return {
      ...kernel,
      ...parts,
      keptSince,
      url,
      port: server.port,
      deployment,
      installation,
      routes: routesOf(app),
      idle,
      async advance(ms) {
        if (!advance) throw new Error('Expected a manual clock to move, got the machine’s own.')
        await advance(ms)
      },
      warmUp: page.warmUp,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
