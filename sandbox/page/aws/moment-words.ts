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
    const meaning = `AWS tells on a best effort basis: this “${kind}” never arrives. The schedule finds it out.`
    return { ...words, outcome: 'lost', tone: 'bad', meaning }
  }
  if (outcome === 'no rule') {
    const meaning = `“${kind}” was put on the bus. No rule’s pattern fits it, so it goes nowhere.`
    return { ...words, outcome: 'no rule', tone: 'warn', meaning }
  }
  const queue = shorten(outcome.replace(/ \(.*/, ''))
  const meaning = `AWS put “${kind}” on the event bus. A rule’s pattern fits it, and its target is the queue ${queue}.`
  return { ...words, tone: outcome.includes('(') ? 'warn' : 'good', meaning }
}

const readFunction = (head: string, outcome: string): Words => {
  const [, name = head, messages, queue] = /^(\S+) got (\d+ messages?) of (\S+)$/.exec(head) ?? []
  const meaning = queue
    ? `The queue ${shorten(queue)} handed ${messages} to the function “${name}”. What the function did stands below it.`
    : / logged trouble/.test(head)
      ? 'The function wrote this into its log.'
      : / POST /.test(head)
        ? 'The function behind the URL checked the signature, put the work on a queue and answered.'
        : 'The function was invoked, and this is what it answered.'
  const shown = messages ? `Function ${name} · ${messages}` : `Function ${head}`
  const [, ms] = /^ok in (\d+ ms)$/.exec(outcome) ?? []
  if (ms) return { head: shown, outcome: ms, tone: 'good', meaning }
  if (outcome === '') return { head: shown, outcome: 'log', tone: 'warn', meaning }
  if (/ExitError|killed|Timedout/i.test(outcome)) {
    const died = 'The function ended before its work was done. What it had taken from the queue comes again.'
    const isLate = outcome.includes('Timedout')
    return { head: shown, outcome: isLate ? 'timed out' : 'killed', tone: 'bad', meaning: died }
  }
  return { head: shown, outcome: outcome.replace(/:.*/, ''), tone: 'bad', meaning }
}

const readEc2 = (head: string, outcome: string): Words => {
  const shown = head.replace(/ ami-\S+/, '')
  if (outcome === 'DryRunOperation') {
    const meaning = 'A rehearsal: EC2 says by this error that the call would be allowed, and changes nothing.'
    return { head: shown, outcome: 'allowed', tone: 'good', meaning }
  }
  const isOutside = outcome.includes('outside Slack')
  const isLook = /^(Describe|List|Get)/.test(head)
  const meaning = isOutside
    ? 'Somebody with the console or the command line did this; the bot hears of it by the event.'
    : isLook
      ? 'The bot looks at what is there now.'
      : 'The bot asks EC2 for the change. Done it is when AWS’s event, or a later look, says so.'
  if (outcome.startsWith('ok')) {
    return { head: shown, outcome: isOutside ? 'outside Slack' : 'ok', tone: 'good', meaning }
  }
  const isThrottled = /LimitExceeded|Throttl/.test(outcome)
  const refused = isThrottled ? 'EC2 takes no more calls of this kind for a moment.' : meaning
  return { head: shown, outcome, tone: isThrottled ? 'warn' : 'bad', meaning: refused }
}

const readSlack = (head: string, outcome: string): Words => {
  const [, status, ms] = /^(\d+) in (\d+ ms)$/.exec(outcome) ?? []
  if (status) {
    const meaning = 'Slack sent it to the bot as a signed request, and waits three seconds for an answer.'
    return {
      head,
      outcome: status === '200' ? (ms ?? '') : status,
      tone: status === '200' ? 'good' : 'bad',
      meaning,
    }
  }
  const meaning = /^response_url/.test(head)
    ? 'The bot answers the person who asked, through the address that came with the request.'
    : /^chat\.(update|delete)/.test(head)
      ? 'The bot changes its message.'
      : /^(chat\.|views\.|files\.|reactions\.)/.test(head)
        ? 'The bot speaks.'
        : 'The bot asks Slack.'
  if (outcome === 'ok' || outcome === '') return { head, outcome: outcome || 'done', tone: 'good', meaning }
  if (outcome === 'ratelimited') {
    return { head, outcome: '429', tone: 'warn', meaning: 'Too many calls: Slack says when to come again.' }
  }
  return { head, outcome, tone: 'bad', meaning }
}

const readQueue = (head: string, outcome: string): Words => ({
  head: shorten(head),
  outcome,
  tone: outcome === 'ok' ? 'good' : 'bad',
  meaning: head.startsWith('SendMessage')
    ? 'What was asked waits in a queue, one image at a time; Slack has its answer already.'
    : 'A call to the queue.',
})

const readers: Record<MomentLine['service'], (head: string, outcome: string) => Words> = {
  eventbridge: readEvent,
  lambda: readFunction,
  ec2: readEc2,
  slack: readSlack,
  sqs: readQueue,
}

/** Puts a moment's title into the words of a line. */
export const readWords = ({ service, title }: MomentLine): Words => readers[service](...split(title))

export const serviceNames: Record<MomentLine['service'], string> = {
  slack: 'Slack',
  lambda: 'Lambda',
  ec2: 'EC2',
  eventbridge: 'EventBridge',
  sqs: 'SQS',
}

export const imagesOf = ({ about }: MomentLine): string[] => about.filter(key => key.startsWith('ami-'))

/** A time between two things, in the unit that says something: `40 ms`, `1.2 s`, `3 min`. */
export const readSpan = (ms: number): string => {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`
  return ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`
}
