/** One thing that happened in the sandbox, in the words of the service it happened to. */
export interface Moment {
  id: number
  atMs: number
  /** Which part of the world. */
  service: 'slack' | 'ec2' | 'ssm' | 'sqs' | 'sns' | 'eventbridge' | 'lambda'
  /** One readable line, for example `DisableImage ami-0abc -> UnauthorizedOperation`. */
  title: string
  /** What is shown when the line is opened. Never a token or a signature. */
  detail: unknown
  /** Ids of the images, events, messages and requests it is about: moments that share one belong together. */
  about: readonly string[]
  /** For what lasted: it began that long before `atMs`. */
  tookMs?: number
  /** The invocation of a function that made the call, or that this is. */
  invocation?: string
}

/** A moment as a list shows it: two thousand details would be tens of megabytes. */
export type MomentLine = Omit<Moment, 'detail'>

export const imagesOf = ({ about }: MomentLine): string[] => about.filter(key => key.startsWith('ami-'))

export const startOf = ({ atMs, tookMs = 0 }: MomentLine): number => atMs - tookMs

/** Whether it is a function's run or a person's action: it has a duration, and may have caused what happened meanwhile. */
export const isSpan = (moment: MomentLine): boolean =>
  moment.tookMs !== undefined && (moment.service === 'lambda' || moment.service === 'slack')

/** A click, a form that was submitted, a command. */
export const isGesture = (moment: MomentLine): boolean => moment.service === 'slack' && isSpan(moment)

/** A change by the console or the command line. */
export const isOutside = ({ title }: MomentLine): boolean => title.includes('outside Slack')

/** Whether a trace can begin with it. */
export const isBeginning = (moment: MomentLine): boolean =>
  isGesture(moment) || isOutside(moment) || moment.service === 'eventbridge'

/** An image has many traces; an event, a request or a message has one. */
export const isOneTrace = (key: string): boolean => !key.startsWith('ami-')
