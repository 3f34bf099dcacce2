/** One verb of the slash command. */
interface Verb {
  /** What has to follow it. */
  takes: 'image' | 'nothing'
  /** What help says: the words to type, and what they give. */
  help: readonly (readonly [typed: string, what: string])[]
  /** Of one that takes nothing: what it does, in help's summary. */
  summary?: string
}

/**
 * The verbs of the slash command, in the order of help. Parser and help follow this table; the answer to a verb is a case in
 * `flows/answer/answer.ts`. `test/domain/verbs.test.ts` compares the manifest, README and the sandbox's hints with it.
 */
export const VERBS = {
  status: {
    takes: 'image',
    help: [
      ['status ami-0123456789abcdef0', 'an image as it is now, with its last changes'],
      ['status payments-base*', 'by name; `*` and `?` stand for any characters'],
      ['status ami-0123456789abcdef0 eu-west-1 production', 'in one region, one account (id or alias)'],
    ],
  },
  uses: {
    takes: 'image',
    help: [['uses ami-0123456789abcdef0', 'who uses it, who has access, its snapshots, restorable or not']],
  },
  history: {
    takes: 'image',
    help: [['history ami-0123456789abcdef0', 'every change and attempt: who, why, approved by']],
  },
  health: {
    takes: 'nothing',
    help: [['health', 'service health: queues, last event, last reconciliation, config']],
    summary: 'shows the service health',
  },
  help: { takes: 'nothing', help: [['help', 'this list']], summary: 'this list' },
} as const satisfies Readonly<Record<string, Verb>>

type Verbs = typeof VERBS
export type VerbName = keyof Verbs
export type ImageVerb = { [V in VerbName]: Verbs[V]['takes'] extends 'image' ? V : never }[VerbName]
export type PlainVerb = Exclude<VerbName, ImageVerb>

export const VERB_NAMES = Object.keys(VERBS) as VerbName[]
export const IMAGE_VERBS = VERB_NAMES.filter((verb): verb is ImageVerb => VERBS[verb].takes === 'image')
export const PLAIN_VERBS = VERB_NAMES.filter((verb): verb is PlainVerb => VERBS[verb].takes === 'nothing')

/** `a, b or c` */
const anyOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

/** What Slack shows while somebody types the command. */
export const usageHint = (): string =>
  [`${anyOf(IMAGE_VERBS)} <ami-id or name> [region] [account]`, ...PLAIN_VERBS].join(' | ')

/** Help in one sentence, for notifications. */
export const usageSentence = (command: string): string => {
  const image = anyOf(IMAGE_VERBS.map(verb => `${command} ${verb}`))
  const plain = PLAIN_VERBS.map(verb => `${command} ${verb} ${VERBS[verb].summary}`)
  return `Type ${image}, then an image id or name, and a region or account if you like. ${plain.join(', ')}.`
}
