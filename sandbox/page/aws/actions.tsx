import { useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { awsApi } from './aws-api.ts'
import { type Burst, burstVerbs } from './aws-model.ts'
import { useAccounts } from './use-accounts.ts'
import { useRun } from './use-run.ts'

const counts = [10, 100, 1_000]

const words: Record<Burst['verb'], string> = {
  create: 'images become available',
  fail: 'images fail',
  enable: 'images are enabled',
  disable: 'images are disabled',
  deregister: 'images are deregistered',
}

const BurstForm = () => {
  const run = useRun()
  const accounts = useAccounts()
  const [burst, setBurst] = useState<Burst>({ count: 100, verb: 'create' })
  const [isBusy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    const told = ({ count }: { count: number }) => `${count.toLocaleString('en')} ${words[burst.verb]}.`
    await run(
      () => awsApi.burst(burst),
      result => told(result as { count: number }),
    )
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
        aria-label="Number of images"
        value={burst.count ?? ''}
        onChange={event => {
          const { count: _, ...rest } = burst
          setBurst(event.target.value ? { ...rest, count: Number(event.target.value) } : rest)
        }}
      >
        {counts.map(count => (
          <option key={count} value={count}>
            {count.toLocaleString('en')}
          </option>
        ))}
        <option value="">one in each region</option>
      </select>
      <select
        className="chip-select"
        aria-label="Change"
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
        aria-label="Account"
        value={burst.account ?? ''}
        onChange={event => {
          const { account: _, ...rest } = burst
          setBurst(event.target.value ? { ...rest, account: event.target.value } : rest)
        }}
      >
        <option value="">in the bot’s account</option>
        {accounts.map(({ id, label }) => (
          <option key={id} value={id}>
            in {label}
          </option>
        ))}
        <option value="all">in all accounts</option>
      </select>
      <button type="submit" className="button" aria-busy={isBusy} disabled={isBusy}>
        <Icon name="bolt" size={16} /> Start burst
      </button>
    </form>
  )
}

/** What can be run manually. */
export const Actions = () => {
  const run = useRun()
  return (
    <section className="troubles" aria-label="Run manually">
      <h3>Run manually</h3>
      <div className="switch-line tall">
        <div>
          <h4>Burst</h4>
          <p>Many changes at once, like a pipeline or a clean-up.</p>
        </div>
        <BurstForm />
      </div>
      <div className="switch-line">
        <div>
          <h4>Schedule</h4>
          <p>
            Reconciles EC2 with what the bot knows, in AWS every five minutes. A change without an event is
            reported after 30 seconds.
          </p>
        </div>
        <button
          type="button"
          className="button"
          aria-label="Run now: schedule"
          onClick={() => void run(awsApi.runSchedule, 'The schedule ran.')}
        >
          <Icon name="clock" size={16} /> Run now
        </button>
      </div>
      <div className="switch-line">
        <div>
          <h4>Replay</h4>
          <p>Sends the last request again, with the same bytes and signature, like a retry or an attacker.</p>
        </div>
        <button
          type="button"
          className="button"
          aria-label="Replay: last request"
          onClick={() =>
            void run(
              awsApi.sendAgain,
              result => `Replayed: the bot answered ${(result as { status: number }).status}.`,
            )
          }
        >
          <Icon name="reply" size={16} /> Replay
        </button>
      </div>
    </section>
  )
}
