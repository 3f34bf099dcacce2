import { awsApi } from './aws-api.ts'
import type { AwsSettings, SlackSettings } from './aws-model.ts'
import { Pick, Switch } from './switch.tsx'
import { useOptional } from './use-optional.ts'
import { useRun } from './use-run.ts'

const lags = [
  ['0', 'at once'],
  ['2000', 'after 2 s'],
  ['10000', 'after 10 s'],
] as const

const shares = [
  ['0', 'never'],
  ['0.1', '1 in 10'],
  ['0.5', 'every other'],
  ['1', 'always'],
] as const

const eventKinds = [
  ['dropShare', 'Events are lost', 'EC2 tells on a best effort basis: so many never arrive.'],
  ['doubleShare', 'Events come twice', 'EventBridge delivers at least once: so many come again.'],
  ['swapShare', 'Events change places', 'Nothing keeps their order: so many are overtaken by the next.'],
] as const

/** Lasting traits of this Slack and this AWS; each is shown where the sandbox offers it. */
export const Settings = () => {
  const run = useRun()
  const [slack, reloadSlack] = useOptional(awsApi.slackSettings, 'settings')
  const [aws, reloadAws] = useOptional(awsApi.awsSettings, 'settings')
  const setSlack = (settings: SlackSettings) => void run(() => awsApi.setSlack(settings).then(reloadSlack))
  const setAws = (settings: AwsSettings) => void run(() => awsApi.setAws(settings).then(reloadAws))
  if (!slack && !aws) return null
  const events = aws?.events
  return (
    <section className="troubles" aria-label="Traits">
      <h3>As they are by nature</h3>
      <ul>
        {slack?.rateLimits && (
          <Switch
            title="Slack’s rate limits"
            isOn={slack.rateLimits === 'strict'}
            onChange={isOn => setSlack({ rateLimits: isOn ? 'strict' : 'off' })}
          >
            So many calls a minute by tier, one message a second in a channel.
          </Switch>
        )}
        {slack?.plan && (
          <Switch
            title="Free plan"
            isOn={slack.plan === 'free'}
            onChange={isOn => setSlack({ plan: isOn ? 'free' : 'paid' })}
          >
            A workspace without user groups: roles by group match nobody.
          </Switch>
        )}
        {aws?.throttling !== undefined && (
          <Switch
            title="EC2’s token buckets"
            isOn={aws.throttling}
            onChange={throttling => setAws({ throttling })}
          >
            Each call has a bucket; who empties it gets RequestLimitExceeded.
          </Switch>
        )}
        {aws?.cloudTrail !== undefined && (
          <Switch title="CloudTrail" isOn={aws.cloudTrail} onChange={cloudTrail => setAws({ cloudTrail })}>
            Each changing call is told on the bus too, with who made it.
          </Switch>
        )}
        {aws?.consistencyLagMs !== undefined && (
          <Pick
            title="What EC2 shows"
            value={String(aws.consistencyLagMs)}
            options={
              lags.some(([ms]) => ms === String(aws.consistencyLagMs))
                ? lags
                : [...lags, [String(aws.consistencyLagMs), `after ${aws.consistencyLagMs} ms`]]
            }
            onPick={ms => setAws({ consistencyLagMs: Number(ms) })}
          >
            EC2 is eventually consistent: a change shows only later.
          </Pick>
        )}
        {events &&
          eventKinds.map(([name, title, what]) => (
            <Pick
              key={name}
              title={title}
              value={String(events[name])}
              options={
                shares.some(([share]) => share === String(events[name]))
                  ? shares
                  : [...shares, [String(events[name]), `${Math.round(events[name] * 100)} %`]]
              }
              onPick={share => setAws({ events: { ...events, [name]: Number(share) } })}
            >
              {what}
            </Pick>
          ))}
      </ul>
    </section>
  )
}
