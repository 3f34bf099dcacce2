import { awsApi } from './aws-api.ts'
import type { AwsSettings, SlackSettings } from './aws-model.ts'
import { Pick, Switch } from './switch.tsx'
import { useOptional } from './use-optional.ts'
import { useRun } from './use-run.ts'

const lags = [
  ['0', 'immediately'],
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
  ['dropShare', 'Events are lost', 'EC2 events are best effort: this share never arrives.'],
  ['doubleShare', 'Events are duplicated', 'EventBridge delivers at least once: this share arrives twice.'],
  [
    'swapShare',
    'Events arrive out of order',
    'EventBridge keeps no order: this share is overtaken by the next event.',
  ],
] as const

/** How this Slack and this AWS behave until it is changed; each setting is shown where the sandbox offers it. */
export const Settings = () => {
  const run = useRun()
  const [slack, reloadSlack] = useOptional(awsApi.slackSettings, 'settings')
  const [aws, reloadAws] = useOptional(awsApi.awsSettings, 'settings')
  const setSlack = (settings: SlackSettings) => void run(() => awsApi.setSlack(settings).then(reloadSlack))
  const setAws = (settings: AwsSettings) => void run(() => awsApi.setAws(settings).then(reloadAws))
  if (!slack && !aws) return null
  const events = aws?.events
  return (
    <section className="troubles" aria-label="Baseline behaviour">
      <h3>Baseline behaviour</h3>
      <ul>
        {slack?.rateLimits && (
          <Switch
            title="Slack rate limits"
            isOn={slack.rateLimits === 'strict'}
            onChange={isOn => setSlack({ rateLimits: isOn ? 'strict' : 'off' })}
          >
            Calls per minute by tier; one message per second in a channel.
          </Switch>
        )}
        {slack?.plan && (
          <Switch
            title="Free plan"
            isOn={slack.plan === 'free'}
            onChange={isOn => setSlack({ plan: isOn ? 'free' : 'paid' })}
          >
            No user groups: roles by user group match nobody.
          </Switch>
        )}
        {aws?.throttling !== undefined && (
          <Switch
            title="EC2 API throttling"
            isOn={aws.throttling}
            onChange={throttling => setAws({ throttling })}
          >
            A token bucket per call; when it is empty, EC2 answers RequestLimitExceeded.
          </Switch>
        )}
        {aws?.cloudTrail !== undefined && (
          <Switch title="CloudTrail" isOn={aws.cloudTrail} onChange={cloudTrail => setAws({ cloudTrail })}>
            Each change also arrives as an event that names who made it.
          </Switch>
        )}
        {aws?.consistencyLagMs !== undefined && (
          <Pick
            title="EC2 shows changes"
            value={String(aws.consistencyLagMs)}
            options={
              lags.some(([ms]) => ms === String(aws.consistencyLagMs))
                ? lags
                : [...lags, [String(aws.consistencyLagMs), `after ${aws.consistencyLagMs} ms`]]
            }
            onPick={ms => setAws({ consistencyLagMs: Number(ms) })}
          >
            EC2 is eventually consistent: a change is visible only later.
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
