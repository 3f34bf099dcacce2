import { Actions } from './actions.tsx'
import { Faults } from './faults.tsx'
import { Settings } from './settings.tsx'

/** Runs things manually, injects faults, and sets how Slack and AWS behave. */
export const FaultsTab = () => (
  <div className="trouble-panel">
    <Actions />
    <Faults />
    <Settings />
  </div>
)
