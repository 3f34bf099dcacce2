import { readFileSync } from 'node:fs'
import type { Fault } from '../../sandbox/kernel/faults.ts'
import { createManualClock } from '../../sandbox/kernel/manual-clock.ts'
import type { Moment } from '../../sandbox/kernel/moment.ts'
import { createWorld, type World } from '../../sandbox/world.ts'
import type { WorldOptions } from '../../sandbox/world-options.ts'
import { sharedBuilds } from './shared/client.ts'
import { temporaryFile } from './temporary-file.ts'
import { worldNowMs } from './world-time.ts'

// Keeps the SDK's warning about old Node versions out of the test results.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

/** A message as Slack stores it, as far as tests read it. */
export interface Message {
  ts: string
  text: string
  subtype?: string
  user: string
  blocks?: Record<string, unknown>[]
  metadata?: { event_type: string; event_payload: Record<string, string> }
  replies?: Message[]
  channel?: string
  is_ephemeral?: boolean
  files?: { id: string; title?: string; mode?: string; url_private?: string }[]
}

interface Click {
  channel: string
  ts: string
  action_id: string
  value?: string
}

interface OutsideImage {
  imageId: string
  account: string
  region: string
  name: string
  state: string
}

/** A modal as a person sees it. */
interface OpenForm {
  text: string
  submit?: string
  blocks: Record<string, unknown>[]
}

/** By block and action, as Slack has them. */
export type FormValues = Record<string, Record<string, unknown>>

/** What a person types or ticks in amiops's form. */
export const filled = (what: { name?: string; purpose?: string; options?: string[] }): FormValues => ({
  ...(what.name !== undefined && { name: { name: what.name } }),
  ...(what.purpose !== undefined && { purpose: { purpose: what.purpose } }),
  ...(what.options !== undefined && { options: { options: what.options } }),
})

/** A world to act in through the contract's routes alone, as a person, as AWS or as somebody outside Slack. */
export interface TestWorld {
  sandbox: World
  url: string
  /** Each line that a function logged. */
  logs: string[]
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  /** Waits until nothing is busy. On the manual clock, everything that is due within a minute happens now. */
  idle(): Promise<void>
  /** Moves the clock forward; everything that is due in between happens. */
  advance(ms: number): Promise<void>
  /** Puts an envelope on the bus and waits until all is quiet. */
  put(...envelopes: object[]): Promise<void>
  /** An image that somebody outside Slack made, without an event unless `quiet` is false. */
  image(wanted?: Record<string, unknown>): Promise<OutsideImage>
  change(imageId: string, verb: string, parameters?: object): Promise<void>
  images(): Promise<OutsideImage[]>
  /** The messages in the channel itself, without replies and broadcasts of replies. */
  roots(channel: string): Promise<Message[]>
  /** The cards of an image in a channel; a person sees them by the image's id in their text. */
  cards(channel: string, imageId: string): Promise<Message[]>
  /** The only card of an image in a channel. */
  card(channel: string, imageId: string): Promise<Message>
  privateOf(person: string): Promise<Message[]>
  /** Clicks a button of the image's card and waits until all is quiet. */
  clickCard(person: string, channel: string, imageId: string, actionId: string): Promise<number>
  click(person: string, click: Click): Promise<number>
  /** Clicks what opens a form, and waits until the form has all it will have. */
  openForm(person: string, channel: string, imageId: string, actionId: string): Promise<OpenForm>
  /** The form that a person has open, if there is one. */
  form(person: string): Promise<OpenForm | undefined>
  /** Sends the form that is open, and waits until all is quiet. */
  submit(person: string, values?: FormValues): Promise<Record<string, unknown>>
  /** Sends the open form of a plan with a reason, typing the number or the name that it asks for. */
  submitPlan(person: string, purpose: string): Promise<Record<string, unknown>>
  /** Clicks a card's button and sends its form, typing the name if that is required. A form that can't be sent stays open. */
  act(person: string, channel: string, imageId: string, actionId: string, values?: FormValues): Promise<void>
  ask(person: string, text: string, channel?: string): Promise<Message>
  /** Types a change, and waits until the form that it opens has all it will have. */
  typed(person: string, text: string): Promise<OpenForm>
  fault(fault: Fault): void
  moments(service: Moment['service'], title: RegExp): Moment[]
  /** The bot's EC2 calls that change this image: no reads, no dry runs, nothing from outside Slack. */
  changes(imageId: string): string[]
  close(): Promise<void>
}

/** A call of amiops that changes an image. */
export const CHANGE = /^(Enable|Disable|Deregister)Image (ami-\S+) -> (?!.*outside Slack)/

/**
 * Between two moves, a manual clock runs as the machine's does. On a busy machine, a function's cold start takes longer than the three
 * seconds that Slack waits.
 */
export const BUSY_MACHINE_MS = 60_000

/** Writes a config file for a world of its own. */
export const writeConfig = (yaml: string): string => temporaryFile('amiops.config.yml', yaml)

/** The sandbox's config, but for a few numbers. */
const ownConfig = (digestAbove = 5, destructivePerHour = 20): string =>
  writeConfig(
    readFileSync('sandbox/amiops.config.yml', 'utf8')
      .replace(/digest: .*/, `digest: { above: ${digestAbove} }`)
      .replace(/destructivePerHour: \d+/, `destructivePerHour: ${destructivePerHour}`),
  )

/** The cards of a failed image and of a new build name another one. */
const OTHER_IMAGE = /(Last good image: |Superseded by |replaces ).*?ami-\w+/

/** Every word in some blocks. */
const textIn = (part: unknown): string => {
  if (typeof part === 'string') return part
  if (Array.isArray(part)) return part.map(textIn).join('\n')
  if (typeof part !== 'object' || part === null) return ''
  return Object.entries(part)
    .filter(([key]) => !['type', 'block_id', 'action_id', 'value'].includes(key))
    .map(([, inner]) => textIn(inner))
    .filter(text => text !== '')
    .join('\n')
}

export const startWorld = async (
  options: Partial<WorldOptions> & {
    configFile?: string
    /** The sandbox's config with another `digest.above`. */
    digestAbove?: number
    /** The sandbox's config with another hourly limit of a person. */
    destructivePerHour?: number
  } = {},
): Promise<TestWorld> => {
  const { digestAbove, destructivePerHour, ...others } = options
  const isOwn = digestAbove === undefined && destructivePerHour === undefined
  const { configFile = isOwn ? undefined : ownConfig(digestAbove, destructivePerHour), ...worldOptions } =
    others
  if (configFile === undefined) delete process.env.AMIOPS_CONFIG
  else process.env.AMIOPS_CONFIG = configFile
  const logs: string[] = []
  const sandbox = await createWorld({
    port: 0,
    clock: createManualClock(worldNowMs()),
    fleet: 'empty',
    eventDelayMs: 10,
    settleMs: 20,
    batchingWindowMs: 20,
    schedules: false,
    ...sharedBuilds(),
    onLog: (functionName, line) => logs.push(`${functionName} ${line}`),
    ...worldOptions,
    slack: { answerWithinMs: BUSY_MACHINE_MS, ...worldOptions.slack },
  })
  const { url } = sandbox

  const call = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const answer = await fetch(`${url}/_sandbox${path}`, init)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`)
    return JSON.parse(text) as T
  }
  const get = <T>(path: string): Promise<T> => call<T>(path)
  const post = <T>(path: string, body: unknown = {}): Promise<T> =>
    call<T>(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const idle = async () => void (await get('/idle'))
  const roots = async (channel: string) =>
    (await get<Message[]>(`/channels/${channel}/messages`)).filter(m => m.subtype !== 'thread_broadcast')
  const cards = async (channel: string, imageId: string) =>
    (await roots(channel)).filter(m => m.text.replace(OTHER_IMAGE, '').includes(imageId))
  const card = async (channel: string, imageId: string) => {
    const found = await cards(channel, imageId)
    const [only] = found
    if (!only || found.length > 1)
      throw new Error(`Expected one card of ${imageId} in ${channel}, got ${found.length}.`)
    return only
  }
  const privateOf = (person: string) => get<Message[]>(`/people/${person}/private`)
  const click = async (person: string, wanted: Click) => {
    const { status } = await post<{ status: number }>(`/people/${person}/click`, wanted)
    await idle()
    return status
  }
  const form = async (person: string): Promise<OpenForm | undefined> => {
    const view = await get<{ blocks: Record<string, unknown>[]; submit?: { text: string } } | null>(
      `/people/${person}/modal`,
    )
    if (!view) return undefined
    const { blocks, submit: sent } = view
    return { blocks, text: textIn(blocks), ...(sent && { submit: sent.text }) }
  }
  const submit = async (person: string, values: FormValues = {}) => {
    const answer = await post<Record<string, unknown>>(`/people/${person}/submit`, { values })
    await idle()
    return answer
  }
  // The timeline forgets the oldest: a test that counts before and after needs all of them.
  const happened = [...sandbox.timeline.recent()]
  sandbox.timeline.subscribe(moment => happened.push(moment))
  const moments = (service: Moment['service'], title: RegExp) =>
    happened.filter(m => m.service === service && title.test(m.title))

  return {
    sandbox,
    url,
    logs,
    get,
    post,
    idle,
    advance: async advanceMs => void (await post('/clock', { advanceMs })),
    async put(...envelopes) {
      await Promise.all(envelopes.map(envelope => post('/events', envelope)))
      await idle()
    },
    async image(wanted = {}) {
      const image = await post<OutsideImage>('/images', { quiet: true, ...wanted })
      await idle()
      return image
    },
    async change(imageId, verb, parameters = {}) {
      await post(`/images/${imageId}/${verb}`, parameters)
      await idle()
    },
    images: () => get('/images'),
    roots,
    cards,
    card,
    privateOf,
    async clickCard(person, channel, imageId, actionId) {
      const { ts } = await card(channel, imageId)
      return click(person, { channel, ts, action_id: actionId })
    },
    click,
    async openForm(person, channel, imageId, actionId) {
      const { ts } = await card(channel, imageId)
      await click(person, { channel, ts, action_id: actionId })
      const opened = await form(person)
      if (!opened) throw new Error(`Expected ${actionId} to open a form for ${person}, got none.`)
      return opened
    },
    form,
    submit,
    async submitPlan(person, purpose) {
      const asked = /Type the (?:image’s name|number of images): (.+)/.exec((await form(person))?.text ?? '')
      const typed = asked?.[1]
      return submit(person, { purpose: { purpose }, ...(typed !== undefined && { typed: { typed } }) })
    },
    async act(person, channel, imageId, actionId, values) {
      const { ts } = await card(channel, imageId)
      await click(person, { channel, ts, action_id: actionId })
      const opened = await form(person)
      if (!opened?.submit) return
      const asked = /Type the image’s name: (.+)/.exec(opened.text)?.[1]
      await submit(person, { ...(asked && filled({ name: asked, purpose: 'replaced' })), ...values })
    },
    async ask(person, text, channel = 'ami-ready') {
      const before = (await privateOf(person)).length
      await post(`/people/${person}/command`, { channel, command: '/ami', text })
      await idle()
      const answer = (await privateOf(person))[before]
      if (!answer) throw new Error(`Expected an answer to /ami ${text}, got none.`)
      return answer
    },
    async typed(person, text) {
      await post(`/people/${person}/command`, { channel: 'ami-ready', command: '/ami', text })
      await idle()
      const opened = await form(person)
      if (!opened) throw new Error(`Expected /ami ${text} to open a form for ${person}, got none.`)
      return opened
    },
    fault: fault => sandbox.faults.add(fault),
    moments,
    changes(imageId) {
      const calls = moments('ec2', CHANGE).filter(m => m.title.includes(imageId))
      // A call whose answer was cut off is twice on the timeline, with the same request id.
      return [...new Map(calls.map(m => [(m.detail as { requestId: string }).requestId, m.title])).values()]
    },
    close: () => sandbox.close(),
  }
}

/**
 * A world without functions, for clients of a test's own. It has the machine's time, as they have: the SDK corrects its time after an
 * error of a service whose time is another, and calls again.
 */
export const startBareWorld = (options: Parameters<typeof startWorld>[0] = {}): Promise<TestWorld> =>
  startWorld({ handlers: {}, clock: createManualClock(), ...options })

/** The action_ids of a message's buttons, in their order. */
export const buttonsOf = ({ blocks = [] }: Message): string[] =>
  blocks
    .filter(block => block.type === 'actions')
    .flatMap(block => block.elements as { action_id: string }[])
    .map(element => element.action_id)

/** An `EC2 AMI State Change` as AWS prints it. */
export const envelopeOf = (
  imageId: string,
  state: string,
  more: { id?: string; time?: string; account?: string; region?: string; errorMessage?: string } & Record<
    string,
    unknown
  > = {},
) => {
  const { id, time, account, region, errorMessage, ...rest } = more
  return {
    version: '0',
    id: id ?? crypto.randomUUID(),
    'detail-type': 'EC2 AMI State Change',
    source: 'aws.ec2',
    account: account ?? '123456789012',
    time: time ?? `${new Date(worldNowMs()).toISOString().slice(0, 19)}Z`,
    region: region ?? 'us-east-1',
    resources: [`arn:aws:ec2:${region ?? 'us-east-1'}::image/${imageId}`],
    detail: {
      RequestId: crypto.randomUUID(),
      ImageId: imageId,
      State: state,
      ErrorMessage: errorMessage ?? '',
    },
    ...rest,
  }
}
