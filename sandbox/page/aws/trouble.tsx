import { Actions } from './actions.tsx'
import { Faults } from './faults.tsx'
import { Settings } from './settings.tsx'

/** What can go wrong out there, on demand; and what can be set off by hand. */
export const Trouble = () => (
  <div className="trouble-panel">
    <Actions />
    <Faults />
    <Settings />
  </div>
)
