import { awsApi } from './aws-api.ts'
import { type FaultKind, faultKinds, leftOf } from './fault-kinds.ts'
import { Switch } from './switch.tsx'
import { useOptional } from './use-optional.ts'
import { useRun } from './use-run.ts'

const readLeft = (kind: FaultKind, left: number): string =>
  kind.lasts ? 'until turned off' : `${left} ${left === 1 ? 'call' : 'calls'} left`

/** Switches that inject faults; each turns off by itself once its calls are used up. */
export const Faults = () => {
  const run = useRun()
  const [pending = [], reload] = useOptional(awsApi.faults, 'faults happened')
  const set = async (kind: FaultKind, isOn: boolean) => {
    for (const fault of kind.faults) await (isOn ? awsApi.addFault(fault) : awsApi.endFault(fault))
    reload()
  }
  const left = new Map(faultKinds.map(kind => [kind, leftOf(kind, pending)]))
  const on = faultKinds.filter(kind => (left.get(kind) ?? 0) > 0)
  return (
    <>
      {(['Slack', 'AWS'] as const).map(service => (
        <section key={service} className="troubles" aria-label={`${service} faults`}>
          <h3>
            {service} faults
            {service === 'Slack' && on.length > 0 && (
              <button
                type="button"
                className="text-button"
                onClick={() => void run(() => awsApi.endAllFaults().then(reload))}
              >
                Turn all off
              </button>
            )}
          </h3>
          <ul>
            {faultKinds
              .filter(kind => kind.service === service)
              .map(kind => {
                const calls = left.get(kind) ?? 0
                return (
                  <Switch
                    key={kind.title}
                    title={kind.title}
                    isOn={calls > 0}
                    {...(calls > 0 && { state: readLeft(kind, calls) })}
                    onChange={isOn => void run(() => set(kind, isOn))}
                  >
                    {kind.what}
                  </Switch>
                )
              })}
          </ul>
        </section>
      ))}
    </>
  )
}
