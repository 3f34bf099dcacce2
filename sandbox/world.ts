import { join } from 'node:path'
import type { Hono } from 'hono'
import { createAutoScaling } from './aws/autoscaling/autoscaling.ts'
import { type Deployment, readDeployment } from './aws/deployment/deployment.ts'
import { createStack } from './aws/deployment/stack.ts'
import { createDynamoDb } from './aws/dynamodb/dynamodb.ts'
import { createEc2, type Ec2 } from './aws/ec2/ec2.ts'
import { type Bus, createBus } from './aws/eventbridge/bus.ts'
import { createInstallationApis } from './aws/installation/apis.ts'
import { createInstallation, type Installation } from './aws/installation/installation.ts'
import { createRecycleBin } from './aws/rbin/rbin.ts'
import { createS3 } from './aws/s3/s3.ts'
import { createSns, type Sns } from './aws/sns/sns.ts'
import { createSqs, type Sqs } from './aws/sqs/sqs.ts'
import { readSecrets } from './aws/ssm/secrets.ts'
import { createSsm } from './aws/ssm/ssm.ts'
import { createSts } from './aws/sts/sts.ts'
import { type Clock, createSystemClock } from './kernel/clock.ts'
import { createFaults, type Faults } from './kernel/faults.ts'
import type { NodeEnv } from './kernel/http.ts'
import { waitUntilIdle } from './kernel/idle.ts'
import { isManual } from './kernel/manual-clock.ts'
import { Refusal } from './kernel/refusal.ts'
import { startServer } from './kernel/server.ts'
import { createTimeSteps } from './kernel/time-steps.ts'
import { createTimeline, type Timeline } from './kernel/timeline.ts'
import type { Bundle } from './lambda/build.ts'
import { createEnvironment } from './lambda/environment.ts'
import type { Handler } from './lambda/handler.ts'
import { createLambda, type Lambda } from './lambda/lambda.ts'
import { isWorthTelling } from './lambda/log-level.ts'
import type { Page } from './page/build.ts'
import { createChanges } from './routes/changes.ts'
import { createPageRoutes } from './routes/page.ts'
import { createRoutes } from './routes/routes.ts'
import { readManifest } from './slack/manifest.ts'
import { createSlack, type Slack, type SlackOptions } from './slack/slack.ts'
import { addStartFleet, type StartFleet } from './start-fleet.ts'
import { createKeeper, type Keepable } from './store/keeper.ts'
import { openStore } from './store/store.ts'
import { takeUp } from './store/take-up.ts'

export interface WorldOptions {
  /** 0 for any that is free. */
  port: number
  /** The machine's when left out; a `ManualClock` can be moved on. */
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
  /** The images at the start; `demo` when left out. What `data` keeps takes their place. */
  fleet?: StartFleet
  /** A folder that keeps the state between runs; without it, nothing is written outside memory. */
  data?: string
  /** Whether schedules run by themselves; true when left out. */
  schedules?: boolean
  /** The deployment; the project's `serverless.yml` when left out. */
  deploymentFile?: string
  /** Whether the functions read their config from S3, as in an installation from the template; its text at the start. */
  configInS3?: string
  /** Handlers that take the place of the built bundles, by function name: for tests. */
  handlers?: Readonly<Record<string, Handler>>
  /** What was built already, in place of building it once more: for tests. */
  built?: { bundles: () => Promise<Bundle[]>; page: () => Promise<Page> }
  /** How strict Slack is: when left out, it counts calls and grants what the app's manifest asks for. */
  slack?: Pick<SlackOptions, 'scopes' | 'rateLimits' | 'answerWithinMs'>
  /** Each line that a function logs. */
  onLog?: (functionName: string, line: string) => void
  /** A save into `data` that failed, and is tried again. */
  onSaveFailed?: (error: unknown) => void
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
  /** Resolves when every queue is drained and every handler is done; a manual clock is moved on to what comes soon. */
  idle(): Promise<void>
  /** Moves a manual clock on, with all that is to happen in between. */
  advance(ms: number): Promise<void>
  /** Bundles the page now, not at the first visit. */
  warmUp(): Promise<void>
  close(): Promise<void>
}

/** The logical id that the framework gives to the rule of a function's schedule. */
const ruleOf = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}EventsRuleSchedule1`

const CONFIG_OBJECT = { bucket: 'amiops-sandbox', key: 'amiops.config.yml' }

const BOT_TOKEN = 'xoxb-sandbox'
const SIGNING_SECRET = 'sandbox-signing-secret'

/** What becomes visible later than that is a retry, not work under way. */
const SOON_MS = 60_000

/** Those settings that were given: a setting left out is the service's own default. */
const given = <Settings extends object>(
  settings: Settings,
): { [Name in keyof Settings]?: NonNullable<Settings[Name]> } =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Settings]?: NonNullable<Settings[Name]>
  }

const routesOf = (app: Hono<NodeEnv>): string[] =>
  app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/_sandbox/'))
    .map(({ method, path }) => `${method} ${path}`)

/** At the end, what runs may say its last word; what takes longer dies as in Lambda, and its messages come again. */
const LAST_WORD_MS = 500

const waitForFunctions = async ({ runtimes }: Lambda): Promise<void> => {
  let isOver = false
  const limit = setTimeout(() => {
    isOver = true
  }, LAST_WORD_MS)
  await waitUntilIdle(() => !isOver && [...runtimes.values()].some(runtime => runtime.running() > 0))
  clearTimeout(limit)
}

/** A Slack workspace and an AWS account on 127.0.0.1, with the bot's functions deployed into it. */
export const createWorld = async (options: WorldOptions): Promise<World> => {
  const region = options.region ?? 'us-east-1'
  /** Ends what was begun, the last first, also when a later service fails to start. */
  const endings: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const end of endings.splice(0).reverse()) await end()
  }
  try {
    // 1. The kernel: time, memory of what happened, trouble to come.
    const clock = options.clock ?? createSystemClock()
    const timeline = createTimeline(clock)
    const faults = createFaults()
    const changes = createChanges()
    const kernel = { clock, timeline, faults }
    endings.push(timeline.subscribe(moment => changes.tell({ type: 'moment', moment })))

    // 2. What an earlier run left. It is let go of last, after the last save.
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
    // What was kept on a clock that was ahead goes on from there.
    if (keptSince !== undefined && isManual(clock)) clock.moveTo(Date.parse(keptSince))
    if (store && keptSince !== undefined && typeof options.fleet === 'object') {
      throw new Refusal(
        `${store.folder} keeps a fleet already, of ${keptSince}. Start without other images to go on with it, ` +
          'or choose another folder.',
      )
    }

    // 3. The server, whose address all others have to know.
    const server = await startServer(options.port)
    const { url } = server
    endings.push(server.close)

    // 4. AWS as `serverless.yml` wants it: queues and the bus first, since EC2's events go there.
    const deployment = readDeployment(options.deploymentFile ?? join(process.cwd(), 'serverless.yml'))
    const queueSettings = [...deployment.queues.values()]
    const sqs = createSqs({ ...kernel, region, url: () => `${url}/sqs`, queues: queueSettings })
    const sns = createSns({ ...kernel, region, topics: [...deployment.topics.values()] })
    endings.push(sns.onChange(() => changes.tell({ type: 'emails' })))
    const bus = createBus({ ...kernel, rules: deployment.rules, queues: sqs.queues })
    const { eventDelayMs, settleMs, lingerMs } = options
    const ec2 = createEc2({
      ...kernel,
      emit: envelope => void bus.put(envelope),
      onChange: () => changes.tell({ type: 'images' }),
      ...given({ eventDelayMs, settleMs, lingerMs }),
    })
    const dynamoDb = createDynamoDb(kernel)
    for (const table of deployment.tables.values()) await dynamoDb.createTable(table)

    // 5. Slack.
    const secrets = { botToken: BOT_TOKEN, signingSecret: SIGNING_SECRET }
    const addresses = { botUrl: () => `${url}/bot`, baseUrl: () => url }
    const strictness = { ...readManifest(), rateLimits: 'strict', ...options.slack } as const
    const slack = createSlack({ ...kernel, ...addresses, ...secrets, ...strictness })
    endings.push(slack.onChange(change => changes.tell(change)))

    // 6. Their state: what was kept, or a fresh start.
    const services: Readonly<Record<string, Keepable>> = {
      slack,
      ec2,
      sqs,
      sns,
      bus,
      dynamodb: { ...dynamoDb, isSlow: true },
    }
    if (keptSince === undefined) addStartFleet(ec2.fleet, options.fleet ?? 'demo', clock.nowMs())
    else if (store) await takeUp(store, services)

    // 7. The bot's functions, and the sources that feed them.
    const stack = createStack(deployment, sqs.queues, region)
    const { handlers, batchingWindowMs, built, configInS3 } = options
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
      ...given({ handlers, batchingWindowMs, readBundles: built?.bundles }),
    })
    if (store) endings.push(() => waitForFunctions(lambda))
    endings.push(lambda.stop)

    // 8. The routes, once everything behind them is there.
    const isPending = () =>
      slack.pending() > 0 ||
      ec2.pending() > 0 ||
      bus.pending() > 0 ||
      lambda.isBusy() ||
      lambda.pollers.some(({ queue }) => (queue.nextVisibleAtMs() ?? Infinity) < clock.nowMs() + SOON_MS)
    const isRunning = () => slack.pending() > 0 || lambda.isRunning()
    const isHeldBack = () =>
      isManual(clock) && clock.callsAsleep() > 0 && lambda.callsInFlight() <= clock.callsAsleep()
    const steps = isManual(clock)
      ? createTimeSteps(clock, { isRunning, isHeldBack, isPending }, SOON_MS)
      : undefined
    const idle = () => steps?.idle() ?? waitUntilIdle(isPending)
    const page = createPageRoutes(built?.page)
    const installation = createInstallation(
      {
        SlackRequestUrl: `${url}/bot/`,
        FallbackTopicArn: stack.arns.get('FallbackTopic') ?? '',
        ...configOutput,
      },
      [
        ...deployment.rules.map(({ name }) => name),
        ...deployment.functions
          .filter(({ scheduleMs }) => scheduleMs.length > 0)
          .map(({ name }) => ruleOf(name)),
      ],
      [...deployment.topics.keys()],
    )
    const endpoints = {
      '/ec2': ec2.app,
      '/autoscaling': createAutoScaling({ ...kernel, fleet: ec2.fleet }),
      '/rbin': createRecycleBin({ ...kernel, fleet: ec2.fleet }),
      '/s3': createS3({
        ...kernel,
        objects: {
          [CONFIG_OBJECT.bucket]: configInS3 === undefined ? {} : { [CONFIG_OBJECT.key]: configInS3 },
        },
      }),
      '/ssm': createSsm({
        ...kernel,
        region,
        fleet: ec2.fleet,
        secrets: readSecrets(deployment, stack, secrets),
      }),
      '/sns': sns.app,
      '/sqs': sqs.app,
      '/dynamodb': dynamoDb.app,
      '/sts': createSts({ clock }),
      ...createInstallationApis({ ...kernel, installation }),
    }
    const parts = { ec2, sqs, sns, bus, slack, lambda }
    const app = createRoutes({
      ...kernel,
      ...parts,
      deployment,
      region,
      changes,
      idle,
      advance: steps?.advance,
      endpoints,
      page: page.app,
    })
    server.serve(app)

    // 9. From here on, what changes is kept.
    if (store) {
      const onTrouble = options.onSaveFailed ?? (() => {})
      const keeper = createKeeper({ clock, store, services, onTrouble })
      for (const [name, service] of Object.entries({ slack, ec2, sqs, sns, bus, dynamodb: dynamoDb })) {
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
        if (!steps) throw new Error('Expected a manual clock to move, got the machine’s own.')
        await steps.advance(ms)
      },
      warmUp: page.warmUp,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
