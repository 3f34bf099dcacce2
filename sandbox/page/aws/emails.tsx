import { readMoment } from '../text/dates.ts'
import { awsApi } from './aws-api.ts'
import { useOptional } from './use-optional.ts'

/** The inbox of who subscribed to the fallback topic, newest first. */
export const Emails = () => {
  const [emails] = useOptional(awsApi.emails, 'emails')
  if (emails?.length === 0) {
    return (
      <div className="nothing">
        <h3>No e-mails</h3>
        <p>
          What Slack does not accept for five minutes arrives here, if an image failed or a rule says so. Try
          it: turn on “Slack is down” under Faults, and let an image fail.
        </p>
      </div>
    )
  }
  return (
    <ul className="queues">
      {emails?.toReversed().map(({ id, atMs, topic, subject, body }) => (
        <li key={id} className="queue email">
          <h3>{subject}</h3>
          <p className="quiet">
            {readMoment(atMs)} · to the subscribers of {topic}
          </p>
          <pre>{body}</pre>
        </li>
      ))}
    </ul>
  )
}
