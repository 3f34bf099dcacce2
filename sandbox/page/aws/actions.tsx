import { useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { awsApi } from './aws-api.ts'
import { type Burst, burstVerbs } from './aws-model.ts'
import { useControlRoom } from './control-room.tsx'
import { useRun } from './use-run.ts'

const counts = [10, 100, 1_000]

const words: Record<Burst['verb'], string> = {
  create: 'images are ready',
  fail: 'images fail',
  enable: 'images are enabled',
  disable: 'images are disabled',
  deregister: 'images are deregistered',
}

const BurstForm = () => {
  const run = useRun()
  const { fleet } = useControlRoom()
  const [burst, setBurst] = useState<Burst>({ count: 100, verb: 'create' })
  const [isBusy, setBusy] = useState(false)
  const accounts = [...new Set([...fleet.rows.values()].map(row => row.account))].sort()
  const send = async () => {
    setBusy(true)
    await run(() => awsApi.burst(burst), `${burst.count.toLocaleString('en')} ${words[burst.verb]}.`)
    setBusy(false)
  }
  return (
    <form
      className="burst"
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      <select
        className="chip-select"
        aria-label="How many"
        value={burst.count}
        onChange={event => setBurst({ ...burst, count: Number(event.target.value) })}
      >
        {counts.map(count => (
          <option key={count} value={count}>
            {count.toLocaleString('en')}
          </option>
        ))}
      </select>
      <select
        className="chip-select"
        aria-label="What happens"
        value={burst.verb}
        onChange={event => setBurst({ ...burst, verb: event.target.value as Burst['verb'] })}
      >
        {burstVerbs.map(verb => (
          <option key={verb} value={verb}>
            {words[verb]}
          </option>
        ))}
      </select>
      <select
        className="chip-select"
        aria-label="Where"
        value={burst.account ?? ''}
        onChange={event => {
          const { account: _, ...rest } = burst
          setBurst(event.target.value ? { ...rest, account: event.target.value } : rest)
        }}
      >
        <option value="">in the bot’s account</option>
        {accounts.map(account => (
          <option key={account} value={account}>
            in {account}
          </option>
        ))}
        <option value="all">everywhere</option>
      </select>
      <button type="submit" className="button" aria-busy={isBusy} disabled={isBusy}>
        <Icon name="bolt" size={16} /> Send the burst
      </button>
    </form>
  )
}

/** What can be set off by hand. */
export const Actions = () => {
  const run = useRun()
  return (
    <section className="troubles" aria-label="Set off by hand">
      <h3>Set off by hand</h3>
      <div className="switch-line tall">
        <div>
          <h4>A burst</h4>
          <p>Many changes at once, as a pipeline or a clean-up makes them.</p>
        </div>
        <BurstForm />
      </div>
      <div className="switch-line">
        <div>
          <h4>The schedule</h4>
          <p>Tells what the events did not, half a minute after the last one. In AWS: every five minutes.</p>
        </div>
        <button
          type="button"
          className="button"
          aria-label="Run now: the schedule"
          onClick={() => void run(awsApi.runSchedule, 'The schedule has run.')}
        >
          <Icon name="clock" size={16} /> Run now
        </button>
      </div>
      <div className="switch-line">
        <div>
          <h4>The last request, again</h4>
          <p>The same bytes and signature, as a network repeats them, or an attacker.</p>
        </div>
        <button
          type="button"
          className="button"
          aria-label="Send again: the last request"
          onClick={() =>
            void run(
              awsApi.sendAgain,
              result => `Sent again: the bot answered ${(result as { status: number }).status}.`,
            )
          }
        >
          <Icon name="reply" size={16} /> Send again
        </button>
      </div>
    </section>
  )
}
