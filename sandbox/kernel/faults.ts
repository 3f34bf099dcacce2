/** A fault of the next calls of a service. Set by `POST /_sandbox/faults`. */
export interface Fault {
  service:
    | 'slack'
    | 'ec2'
    | 'autoscaling'
    | 'rbin'
    | 's3'
    | 'ssm'
    | 'sts'
    | 'kms'
    | 'organizations'
    | 'inspector2'
    | 'sqs'
    | 'sns'
    | 'dynamodb'
    | 'eventbridge'
    | 'lambda'
    | 'cloudformation'
    | 'cloudtrail'
  /** The call's own name, for example `chat.postMessage` or `DisableImage`, or `DescribeImages@123456789012` for one account
   * alone; `*` for every call, `*@123456789012` for every call of an account. */
  call: string
  /** The service's own error code, for example `ratelimited` or `UnauthorizedOperation`. */
  error?: string
  /** The error's message, where the service has one. */
  message?: string
  /** Of slack, with `ratelimited`: the seconds in `Retry-After`; 1 when left out. */
  retryAfterSec?: number
  /** How many calls; 1 when left out. */
  times?: number
  /** Milliseconds before the answer. */
  delayMs?: number
  /** The answer never comes: the connection is cut (a call), or the event is lost (eventbridge). */
  drop?: boolean
  /** With `error` or `drop`: the call takes effect before it fails. */
  afterEffect?: boolean
  /** Of lambda: the function dies at its nth outgoing call, before that takes effect, or after it with `afterEffect`. */
  killAtCall?: number
}

export interface Faults {
  add(fault: Fault): void
  /** The fault for the next such call; taking it uses it up. */
  take(service: Fault['service'], call: string): Fault | undefined
  clear(): void
  list(): readonly Fault[]
}

export const createFaults = (): Faults => {
  let faults: (Fault & { times: number })[] = []
  return {
    add(fault) {
      faults.push({ ...fault, times: fault.times ?? 1 })
    },
    take(service, call) {
      const fitting = [call, '*', ...(call.includes('@') ? [`*${call.slice(call.indexOf('@'))}`] : [])]
      const found = faults.find(f => f.service === service && fitting.includes(f.call))
      if (!found) return undefined
      found.times -= 1
      faults = faults.filter(f => f.times > 0)
      return found
    },
    clear() {
      faults = []
    },
    list: () => faults,
  }
}
