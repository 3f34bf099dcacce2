import { useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { type FleetQuery, type FleetView, type Sort, sorts, states } from './fleet-query.ts'
import { Glyph } from './glyph.tsx'
import type { NamedAccount } from './use-accounts.ts'

interface FleetToolbarProps {
  query: FleetQuery
  onQuery: (query: FleetQuery) => void
  counts: FleetView['counts']
  regions: readonly string[]
  accounts: readonly NamedAccount[]
}

interface ChoiceProps {
  label: string
  value: string
  onChoose: (value: string) => void
  options: readonly (readonly [value: string, text: string])[]
}

const Choice = ({ label, value, onChoose, options }: ChoiceProps) => (
  <select className="chip-select" aria-label={label} value={value} onChange={e => onChoose(e.target.value)}>
    {options.map(([each, text]) => (
      <option key={each} value={each}>
        {text}
      </option>
    ))}
  </select>
)

const withAll = (all: string, values: readonly string[]) =>
  [['', all], ...values.map(value => [value, value])] as [string, string][]

/** What is looked for, in which state and place, and in which order. */
export const FleetToolbar = ({ query, onQuery, counts, regions, accounts }: FleetToolbarProps) => {
  const [isOpen, setOpen] = useState(false)
  const set = (part: Partial<FleetQuery>) => onQuery({ ...query, ...part })
  return (
    <search className="fleet-tools">
      <div className="tool-row">
        <div className="filter">
          <Icon name="search" size={16} />
          <input
            type="search"
            aria-label="Filter images"
            placeholder="Name, ID, arm64, shared, in use"
            value={query.text}
            onChange={event => set({ text: event.target.value })}
          />
        </div>
        <button
          type="button"
          className="icon-button tool"
          aria-label="Region, account and sort order"
          title="Region, account and sort order"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <Glyph name="tune" />
        </button>
      </div>
      <fieldset className="chips" aria-label="State">
        {states.map(state => {
          const count = counts.get(state) ?? 0
          const isChosen = query.state === state
          return count > 0 || isChosen ? (
            <button
              key={state}
              type="button"
              className={`chip pill-${state}`}
              aria-pressed={isChosen}
              onClick={() => set({ state: isChosen ? '' : state })}
            >
              {state} <strong>{count.toLocaleString('en')}</strong>
            </button>
          ) : null
        })}
      </fieldset>
      {isOpen && (
        <div className="chips">
          {regions.length > 1 && (
            <Choice
              label="Region"
              value={query.region}
              options={withAll('All regions', regions)}
              onChoose={region => set({ region })}
            />
          )}
          {accounts.length > 1 && (
            <Choice
              label="Account"
              value={query.account}
              options={[['', 'All accounts'], ...accounts.map(({ id, label }) => [id, label] as const)]}
              onChoose={account => set({ account })}
            />
          )}
          <Choice
            label="Sort by"
            value={query.sort}
            options={Object.entries(sorts)}
            onChoose={sort => set({ sort: sort as Sort })}
          />
        </div>
      )}
    </search>
  )
}
