import { api } from '../api.ts'
import type { Fault } from '../model.ts'
import { Icon } from '../ui/icon.tsx'
import { useTell } from '../ui/notices.tsx'

interface Kind {
  title: string
  what: string
  fault: Fault
}

const kinds: Kind[] = [
  {
    title: 'Slack is slow',
    what: 'The next 3 calls to Slack take 4 seconds.',
    fault: { service: 'slack', call: '*', delayMs: 4_000, times: 3 },
  },
  {
    title: 'Slack says 429',
    what: 'The next call to Slack is rate limited.',
    fault: { service: 'slack', call: '*', error: 'ratelimited', times: 1 },
  },
  {
    title: 'EC2 is throttled',
    what: 'The next 3 calls to EC2 get RequestLimitExceeded.',
    fault: { service: 'ec2', call: '*', error: 'RequestLimitExceeded', times: 3 },
  },
  {
    title: 'An event is lost',
    what: 'EventBridge never delivers the next event.',
    fault: { service: 'eventbridge', call: '*', drop: true, times: 1 },
  },
  {
    title: 'An event comes twice',
    what: 'EventBridge delivers the next event two times.',
    fault: { service: 'eventbridge', call: '*', error: 'duplicate', times: 1 },
  },
]

/** What can go wrong out there, on demand; and the clock that puts right what was lost. */
export const Trouble = () => {
  const tell = useTell()
  const run = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work()
      tell(what, 'good')
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <ul className="troubles">
      {kinds.map(({ title, what, fault }) => (
        <li key={title}>
          <div>
            <h3>{title}</h3>
            <p>{what}</p>
          </div>
          <button
            type="button"
            className="button"
            aria-label={`Set: ${title}`}
            onClick={() => void run(`${title}: ready. ${what}`, () => api.addFault(fault))}
          >
            <Icon name="bolt" size={16} /> Set
          </button>
        </li>
      ))}
      <li>
        <div>
          <h3>The schedule</h3>
          <p>Tells what the events did not, half a minute after the last one. In AWS: every five minutes.</p>
        </div>
        <button
          type="button"
          className="button"
          aria-label="Run now: the schedule"
          onClick={() => void run('The schedule has run.', api.runSchedule)}
        >
          <Icon name="clock" size={16} /> Run now
        </button>
      </li>
    </ul>
  )
}
