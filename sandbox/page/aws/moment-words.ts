import type { MomentLine } from './aws-model.ts'

type Tone = 'good' | 'warn' | 'bad'

/** A moment as a line shows it. */
export interface Words {
  head: string
  outcome: string
  tone: Tone
  /** What it means, for somebody who has never seen such a line. */
  meaning: string
}

/** Names in the sandbox begin with the stack's; the rest tells more. */
const shorten = (name: string) => name.replaceAll(/\bamiops-sandbox-/g, '')

const split = (title: string): [head: string, outcome: string] => {
  const at = title.lastIndexOf(' -> ')
  return at < 0 ? [title, ''] : [title.slice(0, at), title.slice(at + 4)]
}

const readEvent = (head: string, outcome: string): Words => {
  const [, kind = head, state] =
    /^(.*?)(?: ami-\S+)?(?: (available|failed|disabled|deregistered))?$/.exec(head) ?? []
  const words = { head: `Event: ${state ?? kind}`, outcome: `→ ${shorten(outcome)}` }
  if (/^(lost|dropped)/.test(outcome)) {
    const meaning = `EC2 events are best effort: this “${kind}” was lost. The next reconciliation detects the change.`
    return { ...words, outcome: 'lost', tone: 'bad', meaning }
  }
  if (outcome === 'no rule') {
    const meaning = `“${kind}” arrived on the event bus. No rule matches it.`
    return { ...words, outcome: 'no rule', tone: 'warn', meaning }
  }
  const queue = shorten(outcome.replace(/ \(.*/, ''))
  const meaning = `“${kind}” arrived on the event bus. A rule matches it and sends it to the queue ${queue}.`
  return { ...words, tone: outcome.includes('(') ? 'warn' : 'good', meaning }
}

const readFunction = (head: string, outcome: string): Words => {
  const [, name = head, messages, queue] = /^(\S+) got (\d+ messages?) of (\S+)$/.exec(head) ?? []
  const meaning = queue
    ? `The function “${name}” received ${messages} from the queue ${shorten(queue)}. Its calls are listed below.`
    : / logged trouble/.test(head)
      ? 'The function wrote this to its log.'
      : / POST /.test(head)
        ? 'The function verified the signature, queued the request and answered.'
        : 'The function was invoked; this is its result.'
  const shown = messages ? `Function ${name} · ${messages}` : `Function ${head}`
  const [, ms] = /^ok in (\d+) ms$/.exec(outcome) ?? []
  if (ms) return { head: shown, outcome: readSpan(Number(ms)), tone: 'good', meaning }
  if (outcome === '') return { head: shown, outcome: 'log', tone: 'warn', meaning }
  if (/ExitError|killed|Timedout/i.test(outcome)) {
    const died = 'The function ended before it was finished. Its messages return to the queue.'
    const isLate = outcome.includes('Timedout')
    return { head: shown, outcome: isLate ? 'timed out' : 'killed', tone: 'bad', meaning: died }
  }
  return { head: shown, outcome: outcome.replace(/:.*/, ''), tone: 'bad', meaning }
}

const readEc2 = (head: string, outcome: string): Words => {
  const shown = head.replace(/ ami-\S+/, '')
  if (outcome === 'DryRunOperation') {
    const meaning = 'Dry run: EC2 would allow the call.'
    return { head: shown, outcome: 'allowed', tone: 'good', meaning }
  }
  const isOutside = outcome.includes('outside Slack')
  const isLook = /^(Describe|List|Get)/.test(head)
  const meaning = isOutside
    ? 'Changed with the console or the CLI. The bot learns of it from the event.'
    : isLook
      ? 'Reads the current state from EC2.'
      : 'Requests the change. Confirmed once AWS’s event or a later check says so.'
  if (outcome.startsWith('ok')) {
    return { head: shown, outcome: isOutside ? 'outside Slack' : 'ok', tone: 'good', meaning }
  }
  const isThrottled = /LimitExceeded|Throttl/.test(outcome)
  const refused = isThrottled ? 'EC2 throttles calls of this kind for a moment.' : meaning
  return { head: shown, outcome, tone: isThrottled ? 'warn' : 'bad', meaning: refused }
}

const readSsm = (head: string, outcome: string): Words => {
  const isOutside = outcome.includes('outside Slack')
  const meaning = isOutside
    ? 'Changed with the console or the CLI. The bot learns of it from the event.'
    : /^(Describe|Get)/.test(head)
      ? 'Reads parameters from Parameter Store.'
      : 'Requests the change. A value that names an image is validated some seconds later.'
  const isOk = outcome.startsWith('ok')
  return {
    head,
    outcome: isOutside ? 'outside Slack' : outcome,
    tone: isOk ? 'good' : 'bad',
    meaning,
  }
}

const slackCalls = [
  ['chat.update', 'Updates a message.'],
  ['chat.delete', 'Deletes a message.'],
  ['chat.', 'Posts a message.'],
  ['views.', 'Opens or updates a form.'],
  ['files.', 'Uploads a file.'],
] as const

const readSlack = (head: string, outcome: string): Words => {
  const [, status, ms] = /^(\d+) in (\d+) ms$/.exec(outcome) ?? []
  if (status) {
    const meaning = 'Slack sent this to the bot as a signed request and waits 3 seconds for an answer.'
    return {
      head,
      outcome: status === '200' ? readSpan(Number(ms)) : status,
      tone: status === '200' ? 'good' : 'bad',
      meaning,
    }
  }
  const meaning = /^response_url/.test(head)
    ? 'Replies to the person through the response URL of the request.'
    : (slackCalls.find(([call]) => head.startsWith(call))?.[1] ?? 'Calls the Slack API.')
  if (outcome === 'ok' || outcome === '') return { head, outcome: outcome || 'done', tone: 'good', meaning }
  if (outcome === 'ratelimited') {
    return { head, outcome: '429', tone: 'warn', meaning: 'Rate limited: Slack says when to retry.' }
  }
  return { head, outcome, tone: 'bad', meaning }
}

const readQueue = (head: string, outcome: string): Words => ({
  head: shorten(head),
  outcome,
  tone: outcome === 'ok' ? 'good' : 'bad',
  meaning: head.startsWith('SendMessage')
    ? 'The request waits in the queue, one at a time per image. Slack has its answer already.'
    : 'Calls SQS.',
})

const readTopic = (head: string, outcome: string): Words => ({
  head,
  outcome,
  tone: outcome === 'ok' ? 'good' : 'bad',
  meaning:
    head === 'Publish' ? 'Sends by e-mail what Slack has not accepted for five minutes.' : 'Calls SNS.',
})

const readers: Record<MomentLine['service'], (head: string, outcome: string) => Words> = {
  eventbridge: readEvent,
  lambda: readFunction,
  ec2: readEc2,
  ssm: readSsm,
  slack: readSlack,
  sqs: readQueue,
  sns: readTopic,
}

/** Puts a moment's title into the words of a line. */
export const readWords = ({ service, title }: MomentLine): Words => readers[service](...split(title))

export const serviceNames: Record<MomentLine['service'], string> = {
  slack: 'Slack',
  lambda: 'Lambda',
  ec2: 'EC2',
  ssm: 'Systems Manager',
  eventbridge: 'EventBridge',
  sqs: 'SQS',
  sns: 'SNS',
}

/** `1 event`, `35 events`. */
export const countOf = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`

/** A time between two things, in the unit that says something: `40 ms`, `1.2 s`, `3 min`. */
export const readSpan = (ms: number): string => {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`
  return ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`
}
